import { mount } from 'svelte'
import { must } from '#shared/result.ts'
import App from './App.svelte'
import { Router } from './routes.ts'
import './styles/tokens.css'
import './styles/base.css'

mount(App, { target: must(document.getElementById('app'), '#app'), props: { router: new Router() } })
