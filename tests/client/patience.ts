import { configure } from '@testing-library/svelte'

/** ms. What is loaded later is compiled when it is asked for: on a busy machine that takes long, and says nothing. */
configure({ asyncUtilTimeout: 20_000 })
