import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/live.css';
import './styles/table.css';
import './styles/drawer.css';
import './styles/pages.css';
import './styles/print.css';
import { App, isView } from './app/app.tsx';
import { startRouter } from './lib/router.ts';
import { applySettings } from './lib/settings.ts';
import { startSummaries } from './live/announce.ts';
import { first } from './live/initial-data.ts';

applySettings();
startRouter(isView);
startSummaries();
await first();
const app = document.getElementById('app')!;
// What stands there until now is the same in plain HTML, so that the first paint needs no script.
app.replaceChildren();
render(<App />, app);
