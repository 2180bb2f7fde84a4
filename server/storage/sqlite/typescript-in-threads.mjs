// Loaded first by the writer thread when it runs from the sources: `node --import tsx` teaches TypeScript to the main
// thread only. Not part of the build, where the thread is JavaScript already.
import { register } from 'tsx/esm/api'

register()
