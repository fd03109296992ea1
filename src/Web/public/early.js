// Runs before the styles take effect and before the page's own script is there.

// A theme that differs from the system's does not flash.
try {
  const theme = JSON.parse(localStorage.getItem('dashboard.settings') ?? '{}').theme;
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // No storage, no choice: the system's theme.
}

// What the live view shows first is on its way while the script loads; src/live/first.ts takes it.
if (location.pathname === '/' || location.pathname === '/live') {
  const ask = path =>
    fetch(`/api/v1/${path}`, { headers: { Accept: 'application/json' } }).then(answer => (answer.ok ? answer.json() : null));
  window.first = Promise.all([ask('metrics'), ask('transactions?limit=50'), ask('alerts?status=Open&limit=12')]).catch(() => null);
}
