import { effect, signal } from '@preact/signals';
import type uPlot from 'uplot';
import { none } from '../../../lib/format.ts';
import { settings } from '../../../lib/settings.ts';
import { clock } from '../../../lib/time.ts';
import { buckets, status } from '../../../live/state.ts';
import type { Span } from '../address.ts';
import { completeLength, edges } from './columns.ts';
import type { ChartDefinition, Part } from './definition.ts';
import { plotOptions } from './plot-options.ts';

// The library loads when there is something to draw. It begins by asking the browser for date formats and the time zone, which takes as
// long as the first paint of the page.
const library = signal<typeof uPlot | null>(null);
let isLoading = false;

function load(): void {
  if (isLoading) return;
  isLoading = true;
  import('uplot').then(
    loaded => {
      library.value = loaded.default;
    },
    () => {
      isLoading = false;
    },
  );
}

/** What a chart tells its component. */
export interface ChartEvents {
  /** The span that is explained. */
  span: () => Span | null;
  select: (span: Span) => void;
}

/**
 * Draws a chart and keeps it up to date, until the returned function is called. It works without the component, because an update changes
 * only the canvas and the texts of the legend, and no elements.
 */
export function drawChart(def: ChartDefinition, box: HTMLElement, head: HTMLElement, events: ChartEvents): () => void {
  const items = [...head.querySelectorAll<HTMLElement>('li')];
  const time = head.querySelector<HTMLElement>('.at')!;
  let parts: Part[] = [];
  let isVisible = true;
  // Created when there is something to draw, each chart in a task of its own, so that none delays the first rows.
  let plot: uPlot | null = null;
  let creating = 0;

  const columns = (): uPlot.AlignedData => {
    const data = buckets.peek()!;
    parts = def.parts(data);
    // A line goes on to the end of its last bucket; a bar has its own length.
    const drawn = parts.map(({ drawn }) => [...drawn, def.kind === 'steps' ? (drawn.at(-1) ?? null) : null]);
    return [edges(data), ...(def.kind === 'bars' ? drawn.reverse() : drawn)];
  };

  /** The bucket under the pointer; without one, the newest that is complete. */
  function bucketAt(): number {
    const data = buckets.peek()!;
    const left = plot?.cursor.left ?? -1;
    if (!plot || left < 0) return Math.max(0, completeLength(data) - 1);
    const at = Math.floor((plot.posToVal(left, 'x') - data.at[0]!) / data.bucketSeconds);
    return Math.min(data.at.length - 1, Math.max(0, at));
  }

  function writeLegend(): void {
    const data = buckets.peek();
    if (!data) return;
    const at = bucketAt();
    const from = 1000 * data.at[at]!;
    write(time, `${clock(from)}–${clock(from + 1000 * data.bucketSeconds)} · `);
    items.forEach((item, i) => {
      const part = parts[i];
      const value = part?.values[at];
      item.hidden = !part?.name;
      write(item.querySelector('span')!, part?.name ?? '');
      write(item.querySelector('b')!, value == null ? none : def.exact(value, data, at));
    });
  }

  function create(): void {
    if (!library.value) return;
    plot?.destroy();
    const options = plotOptions(library.value, def, box, {
      data: () => buckets.peek()!,
      overlays: () => {
        const data = buckets.peek()!;
        return { data, status: status.peek(), span: events.span(), usual: def.usual(data) };
      },
      select: events.select,
      moved: writeLegend,
    });
    plot = new library.value(options, columns(), box);
    writeLegend();
  }

  function redraw(): void {
    if (!isVisible || !buckets.peek()) return;
    if (plot) {
      plot.setData(columns());
      writeLegend();
    } else if (library.value) creating ||= setTimeout(create);
    else load();
  }

  const recreate = (): void => {
    if (plot) create();
  };
  const resize = new ResizeObserver(() => plot?.setSize({ width: box.clientWidth, height: box.clientHeight }));
  resize.observe(box);
  const visibility = new IntersectionObserver(
    entries => {
      isVisible = entries.at(-1)!.isIntersecting;
      redraw();
    },
    { rootMargin: '300px' },
  );
  visibility.observe(box);
  const onEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') plot?.setCursor({ left: -10, top: -10 });
  };
  document.addEventListener('keydown', onEscape);
  // A chart that was never visible is printed, too.
  const print = (): void => {
    isVisible = true;
    clearTimeout(creating);
    if (buckets.peek()) create();
  };
  addEventListener('beforeprint', print);
  // The theme of the system and paper have other colours.
  const schemes = ['(prefers-color-scheme: dark)', 'print'].map(query => matchMedia(query));
  for (const scheme of schemes) scheme.addEventListener('change', recreate);
  let { theme, times } = settings.peek();
  const ends = [
    effect(() => {
      void [buckets.value, status.value, library.value, events.span()];
      redraw();
    }),
    effect(() => {
      const now = settings.value;
      if (now.theme === theme && now.times === times) return;
      ({ theme, times } = now);
      setTimeout(recreate);
    }),
    () => {
      clearTimeout(creating);
      resize.disconnect();
      visibility.disconnect();
      document.removeEventListener('keydown', onEscape);
      removeEventListener('beforeprint', print);
      for (const scheme of schemes) scheme.removeEventListener('change', recreate);
      plot?.destroy();
    },
  ];
  return () => {
    for (const end of ends) end();
  };
}

function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
