import { useTranslations } from 'use-intl';
import type { PanelKey, PanelName, PanelRow } from '@/api/generated';

/** Words for the rows and columns of a panel: the server names agencies, areas and issues, the other keys are codes. */
export function usePanelWords(panel: PanelName) {
  const t = useTranslations('statistics.panels');
  const states = useTranslations('codes.caseState');
  const row = (r: Pick<PanelRow, 'key' | 'label'>): string => {
    if (r.label) return r.label;
    if (r.key === 'unknown') return t('unknownArea');
    if (panel === 'case_states') return states.has(r.key as never) ? states(r.key as never) : r.key;
    return t.has(`row.${r.key}` as never) ? t(`row.${r.key}` as never) : r.key;
  };
  const column = (c: PanelKey): string =>
    c.label ?? (t.has(`column.${c.key}` as never) ? t(`column.${c.key}` as never) : c.key);
  return { title: t(`${panel}.title` as never), lead: t(`${panel}.lead` as never), row, column };
}
