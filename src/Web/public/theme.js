// Loaded before the styles take effect, so that a theme that differs from the system's does not flash.
try {
  const theme = JSON.parse(localStorage.getItem('dashboard.settings') ?? '{}').theme;
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // No storage, no choice: the system's theme.
}
