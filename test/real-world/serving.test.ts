import { play } from './play/table.ts'

// In a file of its own: a server confines its process for good.
play({
  serving: [
    {
      id: 'U1',
      what: 'a port that is in use',
      does: 'command',
      args: ['serve', '--port', 'BUSY_PORT'],
      right: { says: [/in use/i] },
    },
  ],
})
