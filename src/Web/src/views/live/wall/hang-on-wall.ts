/** Takes everything but the view off the page and keeps the screen awake where the browser allows it, until the function is called. */
export function hangOnWall(): () => void {
  document.documentElement.dataset.wall = '';
  // Few screens hang on a wall; all others do without its styles.
  void import('./wall.css');
  let lock: WakeLockSentinel | null = null;
  let isOver = false;

  async function stayAwake(): Promise<void> {
    if (document.hidden || !('wakeLock' in navigator)) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      if (isOver) await lock.release();
    } catch {
      // The browser or the system does not allow it, for instance while the battery is low.
    }
  }

  // The browser takes the lock back when the page is hidden.
  const onChange = (): void => void stayAwake();
  document.addEventListener('visibilitychange', onChange);
  void stayAwake();
  return () => {
    isOver = true;
    delete document.documentElement.dataset.wall;
    document.removeEventListener('visibilitychange', onChange);
    void lock?.release();
  };
}
