import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui';
import type { Option } from './echarts';
import { savePng, saveSvg } from './save';

export interface ChartProps {
  option: Option;
  /** In pixels: bars do not get thinner than they can be read. */
  height: number;
  /** What the picture says, in one sentence: it stands under the picture, and is all a screen reader needs. */
  summary: string;
  /** Of the files it is saved to, without an ending. */
  name: string;
}

/** A picture of figures. The table of the same figures stands beside it (表で見る): the picture alone is never needed. */
export function Chart({ option, height, summary, name }: ChartProps) {
  const t = useTranslations('ui.chart');
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const node = place.current;
    if (!node) return;
    let gone = false;
    let end = () => {};
    void draw(node, option).then(
      (dispose) => {
        if (gone) dispose();
        else end = dispose;
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      end();
    };
  }, [option]);
  return (
    <figure>
      <div ref={place} role="img" aria-label={summary} style={{ height }} />
      {failed && <p>{t('failed')}</p>}
      <figcaption className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="grow">{summary}</span>
        <span className="flex gap-2" data-no-print>
          <Button
            size="sm"
            variant="text"
            onClick={() => void savePng(option, name, place.current?.clientWidth ?? 900, height)}
          >
            {t('png')}
          </Button>
          <Button
            size="sm"
            variant="text"
            onClick={() => void saveSvg(option, name, place.current?.clientWidth ?? 900, height)}
          >
            {t('svg')}
          </Button>
        </span>
      </figcaption>
    </figure>
  );
}

/** Letters are measured when the picture is drawn: the font must be there before. */
async function draw(node: HTMLElement, option: Option): Promise<() => void> {
  const [{ init }] = await Promise.all([import('./echarts'), document.fonts?.load('16px "Noto Sans JP Variable"')]);
  const chart = init(node, undefined, { renderer: 'svg', locale: 'EN' });
  chart.setOption(option);
  const resize = new ResizeObserver(() => chart.resize());
  resize.observe(node);
  return () => {
    resize.disconnect();
    chart.dispose();
  };
}
