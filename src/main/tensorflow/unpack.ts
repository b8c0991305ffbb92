import { lastLine, setupError, type SetupContext } from './tools.ts'

// Python's own zipfile reads the archive and checks each file's CRC. A name that is not plainly below the folder, and
// anything but a plain file, is refused; the owner's execute bit is kept. Arguments: archive, folder, patterns.
const script = `
import fnmatch, os, shutil, stat, sys, zipfile
archive, folder, patterns = sys.argv[1], sys.argv[2], sys.argv[3:]
with zipfile.ZipFile(archive) as wheel:
    for item in wheel.infolist():
        name, mode = item.filename, item.external_attr >> 16
        if name.endswith('/') or not any(fnmatch.fnmatchcase(name, p) for p in patterns):
            continue
        if '\\\\' in name or ':' in name or any(part in ('', '.', '..') for part in name.split('/')):
            sys.exit('unsafe name in archive: ' + name)
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            sys.exit('not a plain file in archive: ' + name)
        target = os.path.join(folder, *name.split('/'))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with wheel.open(item) as source, open(target, 'wb') as out:
            shutil.copyfileobj(source, out, 1 << 20)
        if mode & stat.S_IXUSR:
            os.chmod(target, 0o755)
`

/**
 * Unpacks the files of a wheel whose names match one of the patterns (`*` also matches `/`) into a folder.
 * @throws LastlayerError `setup` for a damaged or unsafe archive or a full disk.
 */
export async function unpackWheel(
  context: SetupContext,
  python: string,
  wheel: string,
  folder: string,
  patterns: string[],
): Promise<void> {
  const { code, stderr } = await context.run(python, ['-c', script, wheel, folder, ...patterns], {
    signal: context.signal,
  })
  if (code === 0) return
  if (/No space left|Errno 28/.test(stderr))
    throw setupError('The disk filled up while TensorFlow was unpacked; free some space.')
  throw setupError(`${wheel} cannot be unpacked: ${lastLine(stderr)}. Delete it and run set-up again.`)
}
