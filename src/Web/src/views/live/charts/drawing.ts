import { effect, signal } from '@preact/signals';
import type uPlot from 'uplot';
import { none } from '../../../lib/format.ts';
import { settings } from '../../../lib/settings.ts';
import { metrics, series, seriesVersion } from '../../../live/state.ts';
import type { ChartDefinition, Selection } from './definition.ts';
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

/**
 * Draws a chart and keeps it up to date, until the returned function is called. It works without the component, because an update changes
 * only the canvas and the texts of the legend, and no elements.
 */
export function drawChart(
  def: ChartDefinition,
  box: HTMLElement,
  legend: HTMLElement,
  onSelect: (range: Selection | null) => void,
): () => void {
  const values = [...legend.querySelectorAll('b')];
  const data = (): uPlot.AlignedData => [series.at, ...def.lines.map(line => line.column())] as uPlot.AlignedData;
  let isVisible = true;
  // Created when there is something to draw, each chart in a task of its own: six charts in one task would delay the first rows by 100 ms.
  let plot: uPlot | null = null;
  let creating = 0;

  function writeLegend(): void {
    const at = plot?.cursor.idx;
    def.lines.forEach((line, i) => {
      const column = line.column();
      const value = at == null ? series.newest(column, metrics.peek()) : column[at];
      const text = value == null ? none : def.exact(value);
      if (values[i]!.textContent !== text) values[i]!.textContent = text;
    });
  }

  function create(): void {
    if (!library.value) return;
    plot?.destroy();
    plot = new library.value(plotOptions(def, box, onSelect, writeLegend), data(), box);
    writeLegend();
  }

  function redraw(): void {
    if (!isVisible) return;
    plot?.setData(data());
    writeLegend();
    if (!plot && series.at.length > 0) {
      if (library.value) creating ||= setTimeout(create);
      else load();
    }
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
    if (event.key !== 'Escape') return;
    plot?.setCursor({ left: -10, top: -10 });
    plot?.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    onSelect(null);
  };
  document.addEventListener('keydown', onEscape);
  // A chart that was never visible is printed, too.
  const print = (): void => {
    isVisible = true;
    clearTimeout(creating);
    create();
  };
  addEventListener('beforeprint', print);
  // The theme of the system and paper have other colours.
  const schemes = ['(prefers-color-scheme: dark)', 'print'].map(query => matchMedia(query));
  for (const scheme of schemes) scheme.addEventListener('change', recreate);
  let { theme, times } = settings.peek();
  const ends = [
    effect(() => {
      void seriesVersion.value;
      redraw();
    }),
    // The legend shows what the tiles show, at the same moment. The lines follow a little later.
    effect(() => {
      void metrics.value;
      if (isVisible) writeLegend();
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
