import { Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { Button, Disclosure, IconButton, Textarea } from '@/components/ui';
import { AgencyPicker, AgencySuggestions } from '@/features/directory';
import { emptyReferral, type SheetForm } from '../model/form';
import { LONG_TEXT } from '../model/missing';
import { useFault } from './errors';
import { Section } from './Section';

const MOST = 20;

/** 紹介先: whom the household was told of, from the directory or in free words. */
export function Referrals() {
  const t = useTranslations('sheets.form');
  const { control, getValues } = useFormContext<SheetForm>();
  const { fields, append, remove, update } = useFieldArray({ control, name: 'referrals' });
  const add = useRef<HTMLButtonElement>(null);
  const choose = (agency: { id: string; name: string }) => {
    const picked = { agencyId: agency.id, agencyName: agency.name };
    const open = getValues('referrals').findIndex((r) => !r.agencyName.trim() && !r.reason.trim());
    if (open >= 0) update(open, { ...picked, reason: '' });
    else append({ ...picked, reason: '' });
  };
  const room = fields.length < MOST;
  return (
    <Section id="referrals" lead={t('referralsLead')}>
      {fields.length > 0 && (
        <ol className="flex flex-col gap-4">
          {fields.map((row, i) => (
            <ReferralRow
              key={row.id}
              i={i}
              onRemove={() => {
                remove(i);
                add.current?.focus();
              }}
            />
          ))}
        </ol>
      )}
      {room && (
        <>
          <Button ref={add} variant="outline" icon={Plus} className="w-fit" onClick={() => append(emptyReferral())}>
            {t('addReferral')}
          </Button>
          <Fitting onChoose={choose} />
        </>
      )}
    </Section>
  );
}

/** Agencies that fit what is ticked and where the person lives, each with its reasons. */
function Fitting({ onChoose }: { onChoose: (agency: { id: string; name: string }) => void }) {
  const t = useTranslations('sheets.form');
  const issues = useWatch<SheetForm, 'issues'>({ name: 'issues' }) ?? [];
  const address = useWatch<SheetForm, 'subject.address'>({ name: 'subject.address' });
  const referrals = useWatch<SheetForm, 'referrals'>({ name: 'referrals' }) ?? [];
  if (issues.length === 0) return null;
  return (
    <Disclosure summary={t('fitting')}>
      <AgencySuggestions
        issues={issues}
        ward={address.ward || undefined}
        district={address.district || undefined}
        chosen={referrals.map((r) => r.agencyId)}
        onChoose={onChoose}
      />
    </Disclosure>
  );
}

function ReferralRow({ i, onRemove }: { i: number; onRemove: () => void }) {
  const t = useTranslations('sheets.form');
  const fault = useFault();
  const { register, setValue, getValues } = useFormContext<SheetForm>();
  const at = `referrals.${i}` as const;
  const [id, name] = useWatch<SheetForm, [`referrals.${number}.agencyId`, `referrals.${number}.agencyName`]>({
    name: [`${at}.agencyId`, `${at}.agencyName`],
  });
  const write = (agencyId: string, agencyName: string) => {
    setValue(`${at}.agencyId`, agencyId, { shouldDirty: true });
    setValue(`${at}.agencyName`, agencyName, { shouldDirty: true });
  };
  return (
    <li className="rounded-12 border border-solid-gray-300 px-5 pt-3 pb-5">
      <fieldset className="flex min-w-0 flex-col gap-4">
        <legend className="contents">
          <span className="flex items-center justify-between gap-4">
            <span className="font-bold">{t('referralNumber', { n: i + 1 })}</span>
            <IconButton icon={Trash2} label={t('removeReferral', { n: i + 1 })} onClick={onRemove} />
          </span>
        </legend>
        <AgencyPicker
          id={`${at}.agencyName`}
          label={t('agencyName')}
          hint={t('agencyNameHint')}
          value={id ? { id, code: '', name } : undefined}
          onChange={(agency) => write(agency?.id ?? '', agency?.name ?? '')}
          allowText
          text={name}
          onText={(text) => write('', text)}
          error={fault(`${at}.agencyName`)}
        />
        <Textarea
          {...register(`${at}.reason`)}
          label={t('referralReason')}
          rows={2}
          limit={LONG_TEXT}
          id={`${at}.reason`}
          defaultValue={getValues(`${at}.reason`)}
          error={fault(`${at}.reason`)}
        />
      </fieldset>
    </li>
  );
}
