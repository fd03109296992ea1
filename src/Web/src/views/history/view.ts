import { clickOn, focusOn } from '../../lib/elements.ts';
import { query, setQuery } from '../../lib/router.ts';
import { lazy } from '../../parts/lazy.tsx';
import type { View } from '../../parts/view.ts';
import { TABLE_SHORTCUTS } from '../../parts/virtual-table.tsx';
import { DRAWER_SHORTCUTS } from '../transaction/drawer.tsx';
import { type HistoryAddress, readHistoryAddress } from './address.ts';
import { rangePatch, type Span, shifted, zoomedOut } from './range.ts';

const changeRange = (to: (address: HistoryAddress) => Span): boolean => {
  setQuery(rangePatch(to(readHistoryAddress(query.value).value)));
  return true;
};

export const historyView: View = {
  path: '/history',
  title: 'History',
  place: 'menu',
  goKey: 'h',
  component: lazy(async () => (await import('./history.tsx')).History),
  shortcuts: [
    { keys: '/', text: 'search', actions: { '/': () => focusOn('#f-account') } },
    ...TABLE_SHORTCUTS,
    ...DRAWER_SHORTCUTS,
    {
      keys: 't ← t →',
      text: 'earlier and later range',
      actions: {
        't ArrowLeft': () => changeRange(address => shifted(address, -1, Date.now())),
        't ArrowRight': () => changeRange(address => shifted(address, 1, Date.now())),
      },
    },
    { keys: 't z', text: 'zoom out', actions: { 't z': () => changeRange(address => zoomedOut(address, Date.now())) } },
    { keys: 'e', text: 'export', actions: { e: () => clickOn('#export') } },
  ],
};
