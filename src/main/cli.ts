throw new Error('The command line is being written.')
