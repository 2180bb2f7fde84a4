import { mount } from 'svelte'
import { must } from '#shared/result.ts'
import App from './App.svelte'
import { language } from './i18n/language.svelte.ts'
import { wordsHere } from './i18n/spoken.ts'
import { Router } from './routes.ts'
import './styles/tokens.css'
import './styles/base.css'
import { partsNeed } from './ui/later.ts'

partsNeed(() => wordsHere(language.current))
mount(App, { target: must(document.getElementById('app'), '#app'), props: { router: new Router() } })
