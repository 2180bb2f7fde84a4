import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { storageFolder } from '../support/storage-folder.ts'
import { storageContract } from './storage-contract.ts'

storageContract('SQLite storage', async () => {
  const { dir, remove } = await storageFolder()
  let storage = await openSqliteStorage({ dir })
  return {
    storage,
    async reopen() {
      await storage.close()
      storage = await openSqliteStorage({ dir })
      return storage
    },
    async cleanup() {
      await storage.close()
      await remove()
    },
  }
})
