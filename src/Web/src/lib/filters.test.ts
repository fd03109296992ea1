import { describe, expect, it } from 'vitest';
import { historyQuery, readAlerts, readHistory, readLive } from './filters.ts';
import { withQuery } from './router.ts';

const q = (text: string): URLSearchParams => new URLSearchParams(text);

describe('addresses', () => {
  it('are read whatever their case, and give the same view again', () => {
    const { value, dropped } = readLive(q('w=5m&state=failed,FLAGGED&q=farm&tx=0123456789ABC'));
    expect(value).toEqual({ window: '5m', range: '5m', states: ['Failed', 'Flagged'], q: 'farm' });
    expect(dropped).toEqual([]);
  });

  it('lose what means nothing, and say so', () => {
    const { value, dropped } = readLive(q('w=7m&state=failed,done&color=red'));
    expect(value.window).toBe('1m');
    expect(value.states).toEqual(['Failed']);
    expect(dropped).toEqual(['w=7m', 'state=done', 'color']);
  });

  it('of the history become the parameters of the call', () => {
    const now = Date.parse('2026-11-23T17:00:00Z');
    const { value } = readHistory(q('from=now-1h&to=2026-11-23T16:30:00Z&state=Failed&min=5&currency=eur&flagged=true'));
    expect(historyQuery(value, now).toString()).toBe(
      'status=Failed&flagged=true&currency=EUR&minAmount=5&from=2026-11-23T16%3A00%3A00.000Z&to=2026-11-23T16%3A30%3A00.000Z',
    );
  });

  it('of alerts default to the open ones', () => {
    expect(readAlerts(q('severity=critical')).value).toEqual({ status: 'Open', severities: ['Critical'], rule: '', since: '' });
  });

  it('stay readable', () => {
    expect(withQuery(new URL('http://x/live?w=5m'), { state: 'Failed,Flagged', w: null })).toBe('/live?state=Failed,Flagged');
  });
});
