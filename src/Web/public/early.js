// The browser runs this file before it applies the styles and before it has loaded the page's own script.

// Applies a theme that differs from the system's before the first paint, so that the page does not flash.
try {
  const theme = JSON.parse(localStorage.getItem('dashboard.settings') ?? '{}').theme;
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the theme of the system stays.
}

// Asks for the first data of the live view while the page's own script loads. src/live/initial-data.ts takes the answers.
const base = document.documentElement.dataset.base ?? '';
if ([base, `${base}/`, `${base}/live`].includes(location.pathname)) {
  const ask = path =>
    fetch(`${base}/api/v1/${path}`, { headers: { Accept: 'application/json' } }).then(answer => (answer.ok ? answer.json() : null));
  const address = new URLSearchParams(location.search);
  const range = address.get('range') ?? '5m';
  // What the table shows unless the address says otherwise. On a busy system none of the newest payments has ended.
  const shown = address.has('show') || address.has('state') ? '' : 'status=Completed,Failed&';
  window.initialData = Promise.all([
    ask('metrics'),
    ask(`transactions?${shown}limit=50`),
    ask('alerts?status=Open&limit=12'),
    ask('status'),
    ask(`metrics/buckets?range=${encodeURIComponent(range)}`),
  ]).catch(() => null);
}
