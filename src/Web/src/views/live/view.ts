import { clickOn, focusOn } from '../../lib/elements.ts';
import { setQuery } from '../../lib/router.ts';
import type { View } from '../../parts/view.ts';
import { TABLE_SHORTCUTS } from '../../parts/virtual-table.tsx';
import { acknowledgeShortcut } from '../alerts/actions.ts';
import { DRAWER_SHORTCUTS } from '../transaction/drawer.tsx';
import { togglePause } from './frozen-table.ts';
import { Live } from './live.tsx';

const showWindow = (window: string | null): boolean => {
  setQuery({ w: window });
  return true;
};

export const liveView: View = {
  path: '/live',
  title: 'Live',
  place: 'menu',
  goKey: 'l',
  component: Live,
  shortcuts: [
    { keys: '/', text: 'search', actions: { '/': () => focusOn('#search') } },
    { keys: 'Space', text: 'pause and resume the table', actions: { ' ': togglePause } },
    ...TABLE_SHORTCUTS,
    ...DRAWER_SHORTCUTS,
    {
      keys: '1 2 3',
      text: 'window of the figures',
      actions: { 1: () => showWindow(null), 2: () => showWindow('5m'), 3: () => showWindow('1h') },
    },
    acknowledgeShortcut,
    { keys: 'e', text: 'export', actions: { e: () => clickOn('.tail a[download]') } },
  ],
};
