import { useTranslations } from 'use-intl';
import { type Column, Table } from '@/components/ui';
import { type Figure, kinOf } from './kin';
import { type Seen, type Support, supportsOf } from './words';

/** The same as both pictures, to be read line by line. */
export function PictureTable({ picture }: { picture: Seen }) {
  const t = useTranslations('pictures');
  const kin = kinOf(picture);
  const name = (id: string) => kin.figures.find((f) => f.id === id)?.name || t('noName');
  const relatives = (f: Figure) => {
    const couples = kin.couples
      .filter((c) => c.a === f.id || c.b === f.id)
      .map((c) => t('table.couple', { name: name(c.a === f.id ? c.b : c.a), kind: t(`union.${c.kind}`) }));
    const parents = kin.descents
      .filter((d) => d.child === f.id)
      .map((d) => t('table.parents', { names: d.parents.map(name).join('・') }));
    return [...couples, ...parents].join('、') || '—';
  };
  const state = (f: Figure) =>
    f.deceased ? t('deceased') : f.extra ? t('table.outside') : f.apart ? t('apart') : t('table.together');
  const persons: Column<Figure>[] = [
    { id: 'name', header: t('table.name'), main: true, cell: (f) => f.name || t('noName') },
    { id: 'relation', header: t('table.relation'), cell: (f) => (f.subject ? t('subject') : f.relation || '—') },
    { id: 'sex', header: t('table.gender'), wideOnly: true, cell: (f) => t(`gender.${f.gender}`) },
    {
      id: 'age',
      header: t('table.age'),
      nowrap: true,
      cell: (f) => (f.age === undefined ? '—' : t('years', { age: f.age })),
    },
    { id: 'state', header: t('table.state'), nowrap: true, cell: state },
    { id: 'kin', header: t('table.kin'), cell: relatives },
  ];
  const ties: Column<Support>[] = [
    { id: 'who', header: t('table.supporter'), main: true, cell: (s) => s.name },
    { id: 'role', header: t('table.role'), cell: (s) => (s.role ? t(`role.${s.role}`) : t('informal')) },
    { id: 'whom', header: t('table.whom'), cell: (s) => (s.person ? name(s.person) : t('household')) },
    {
      id: 'kind',
      header: t('table.kind'),
      cell: (s) => t(`tie.${s.kind}`) + (s.oneWay ? t('table.oneWay') : ''),
    },
    { id: 'note', header: t('table.note'), cell: (s) => s.note ?? '—' },
  ];
  const supports = supportsOf(picture);
  return (
    <div className="flex flex-col gap-5">
      <Table caption={t('table.persons')} captionShown columns={persons} rows={kin.figures} rowKey={(f) => f.id} />
      {supports.length > 0 && (
        <Table caption={t('table.ties')} captionShown columns={ties} rows={supports} rowKey={(s) => s.key} />
      )}
    </div>
  );
}
