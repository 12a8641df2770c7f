import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
mount(App, { target: root });
