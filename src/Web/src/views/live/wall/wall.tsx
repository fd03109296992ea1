import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Heading } from '../../../parts/page.tsx';
import type { Window } from '../address.ts';
import { AlertTray } from '../alert-tray.tsx';
import { Charts } from '../charts/charts.tsx';
import { StatusCard } from '../status/status-card.tsx';
import { hangOnWall } from './hang-on-wall.ts';

/** The live view for a screen on the wall: large, and without anything to click. */
export function Wall({ window }: { window: Window }): JSX.Element {
  useEffect(hangOnWall, []);
  return (
    <div class="wall">
      <Heading title="Live" />
      <StatusCard />
      <Charts window={window} />
      <AlertTray />
    </div>
  );
}
