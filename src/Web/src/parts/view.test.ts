import { beforeEach, describe, expect, it } from 'vitest';
import { allShortcuts } from './shortcut-list.tsx';
import { findView, registerViews, type View } from './view.ts';

const component = (): never => {
  throw new Error('not painted');
};
const list: View = { path: '/list', title: 'List', goKey: 'l', component, shortcuts: [{ keys: 'e', text: 'export' }] };
const other: View = {
  path: '/other',
  title: 'Other',
  component,
  shortcuts: [
    { keys: 'e', text: 'export' },
    { keys: 'z', text: 'zoom' },
  ],
};
const item: View = { path: '/item/', title: 'Item', component };

describe('registered views', () => {
  beforeEach(() => registerViews([list, other, item]));

  it('are found by their path', () => {
    expect(findView('/other')).toEqual({ view: other, id: '' });
    expect(findView('/item/0abc')).toEqual({ view: item, id: '0ABC' });
  });

  it('are found with a slash at the end of the path', () => {
    expect(findView('/list/')).toEqual({ view: list, id: '' });
    expect(findView('/list//')).toEqual({ view: list, id: '' });
    expect(findView('/item/0abc/')).toEqual({ view: item, id: '0ABC' });
  });

  it('are not found by another path', () => {
    for (const path of ['/', '/lists', '/list/1', '/item', '/item/']) expect(findView(path)).toBeNull();
  });

  it('give the list of shortcuts, each shortcut once', () => {
    expect(allShortcuts().map(({ keys, text }) => `${keys}: ${text}`)).toEqual(['?: this list', 'g l: List', 'e: export', 'z: zoom']);
  });
});
