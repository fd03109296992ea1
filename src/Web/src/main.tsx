import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/live.css';
import './styles/table.css';
import './styles/drawer.css';
import './styles/pages.css';
import './styles/print.css';
import './lib/base-links.ts';
import { App } from './app/app.tsx';
import { isView } from './app/views.ts';
import { startRouter } from './lib/router.ts';
import { applySettings } from './lib/settings.ts';
import { startSummaries } from './live/announce.ts';
import { takeInitialData } from './live/initial-data.ts';

applySettings();
startRouter(isView);
startSummaries();
await takeInitialData(window.initialData);
const app = document.getElementById('app')!;
// index.html shows the header without any script, for the first paint. The page replaces it.
app.replaceChildren();
render(<App />, app);
