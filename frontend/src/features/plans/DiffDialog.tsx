import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Plan } from '@/api/generated';
import { diffPlanOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button, Dialog, ProblemPanel, Select, Skeleton } from '@/components/ui';

/** What changed between two versions; the draft counts as one. */
export function DiffDialog({ plan: p, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useTranslations('plans.diff');
  const numbers = [...p.versions.map((v) => v.number), ...(p.state === 'draft' ? [p.number] : [])];
  const [from, setFrom] = useState(numbers.at(-2) ?? 1);
  const [to, setTo] = useState(numbers.at(-1) ?? 1);
  const found = useQuery(diffPlanOptions({ path: { planId: p.id }, query: { from, to } }));
  const options = numbers.map((n) => ({
    value: String(n),
    label: t(p.state === 'draft' && n === p.number ? 'draft' : 'version', { number: n }),
  }));
  return (
    <Dialog
      open
      size="lg"
      title={t('title')}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <div className="flex flex-wrap gap-4">
        <Select
          label={t('from')}
          value={String(from)}
          options={options}
          onChange={(e) => setFrom(Number(e.currentTarget.value))}
          className="w-44"
        />
        <Select
          label={t('to')}
          value={String(to)}
          options={options}
          onChange={(e) => setTo(Number(e.currentTarget.value))}
          className="w-44"
        />
      </div>
      {found.isPending && <Skeleton lines={4} className="mt-4" />}
      {found.isError && <ProblemPanel error={found.error} level={3} />}
      {found.data?.changes.length === 0 && <p className="mt-4">{t('nothing')}</p>}
      <dl className="mt-4 flex flex-col gap-4">
        {found.data?.changes.map((c) => (
          <div key={`${c.pointer} ${c.label} ${c.before}`} className="border-b border-solid-gray-200 pb-3">
            <dt className="font-bold">{c.label}</dt>
            <dd className="mt-1 grid gap-2 sm:grid-cols-2">
              <del className="rounded-8 bg-red-50 px-3 py-2 whitespace-pre-wrap">
                <span className="visually-hidden">{t('before')}</span>
                {c.before ?? t('empty')}
              </del>
              <ins className="rounded-8 bg-green-50 px-3 py-2 whitespace-pre-wrap no-underline">
                <span className="visually-hidden">{t('after')}</span>
                {c.after ?? t('empty')}
              </ins>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
