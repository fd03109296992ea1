import { beforeEach, describe, expect, it } from 'vitest';
import { samples } from '../../tests/samples.ts';
import { AlertInbox } from './alert-inbox.ts';

describe('the inbox of alerts', () => {
  let shown: string[][];
  let announced: string[];
  let inbox: AlertInbox;

  beforeEach(() => {
    shown = [];
    announced = [];
    inbox = new AlertInbox({
      show: alerts => shown.push(alerts.map(a => `${a.id} ${a.status}`)),
      announce: alert => announced.push(alert.id),
      requestPaint: () => {},
    });
  });

  it('shows each alert once a paint, in its newest state', () => {
    inbox.take(samples.alert(1));
    inbox.take(samples.alert(2));
    inbox.take(samples.alert(1, { status: 'Resolved' }));
    inbox.flush();
    inbox.flush();
    expect(shown).toEqual([['1 Resolved', '2 Open'], []]);
  });

  it('announces no alert of the snapshot, but every alert after it', () => {
    inbox.connected();
    inbox.take(samples.alert(1));
    inbox.figuresArrived();
    inbox.take(samples.alert(2));
    inbox.figuresArrived();
    inbox.take(samples.alert(3));
    expect(announced).toEqual(['3']);

    inbox.connected();
    inbox.take(samples.alert(4));
    expect(announced).toEqual(['3']);
  });

  it('does not collect for ever while nothing is painted', () => {
    for (let i = 1; i <= 501; i++) inbox.take(samples.alert(i));
    expect(shown.map(alerts => alerts.length)).toEqual([500]);
  });
});
