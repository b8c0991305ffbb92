const marker = 'lastlayer watchdog: '

/** What the reason says where a trainer takes too much memory. */
export const tooMuchMemory = 'of memory and was ended before the machine ran out'

/** The line in which a trainer's watchdog says why it ends the trainer, for the host to read. */
export function watchdogLine(reason: string): string {
  return `${marker}${reason}\n`
}

/** The reason that a watchdog gave, from the last lines of a trainer's output; null if none did. */
export function watchdogReason(lines: readonly string[]): string | null {
  return lines.find((line) => line.startsWith(marker))?.slice(marker.length) ?? null
}
