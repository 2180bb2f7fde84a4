import { MemoryDisk, MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { storageContract } from './storage-contract.ts'

storageContract('memory storage', async () => {
  const disk = new MemoryDisk()
  let storage = new MemoryStorage(disk)
  return {
    storage,
    async reopen() {
      await storage.close()
      storage = new MemoryStorage(disk)
      return storage
    },
    cleanup: () => storage.close(),
  }
})
