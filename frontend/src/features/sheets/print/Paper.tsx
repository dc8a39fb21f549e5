import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { SheetContent } from '@/api/generated';
import { HiddenPlaces, useShownOnPaper } from '../view/hidden';
import { useWords, type Words } from '../view/words';
import { Attachments } from './Attachments';
import { type PaperLayout, paperLayout, type TextBox } from './layout';
import { HouseholdTable, ReferralTable } from './tables';

export interface PaperProps {
  content: SheetContent;
  /** What 支援措置 hides, as pointers into the content. */
  masked: readonly string[];
  /** 支援措置 holds for somebody on it: the paper carries the word. */
  guarded?: boolean;
  agency: string;
  /** Of the case; empty on a blank form. */
  number: string;
  /** From the second version on. */
  version: number | undefined;
  formVersion: string;
}

/** One つなぐシート on paper: the boxes of the form in its order, then 別紙. */
export function Paper({ content, masked, guarded, agency, number, version, formVersion }: PaperProps) {
  const t = useTranslations('sheets.print');
  const protection = useTranslations('protections');
  const words = useWords();
  const layout = paperLayout(content);
  const part = { content, words, layout };
  return (
    <HiddenPlaces value={masked}>
      <div className="sheet-paper">
        <header className="sheet-head">
          <p className="sheet-care">{guarded ? `${t('care')}・${protection('mark')}` : t('care')}</p>
          <h1>{t('title')}</h1>
          <p className="sheet-version">
            {number && <span>{number}</span>}
            {version && <span>{t('edition', { number: version })}</span>}
            <span>Ver.{formVersion.replace(/^[a-z]+-/, '')}</span>
          </p>
        </header>
        <Reception {...part} agency={agency} />
        <Person {...part} />
        <Issues {...part} />
        <HouseholdTable rows={layout.members} content={content} words={words} />
        <TextBoxRow label={t('request')} box={layout.request} />
        <TextBoxRow label={t('wishes')} box={layout.wishes} />
        <Situation {...part} />
        <ReferralTable rows={layout.referrals} />
        <Consent {...part} />
        <Attachments layout={layout} words={words} />
      </div>
    </HiddenPlaces>
  );
}

interface Part {
  content: SheetContent;
  words: Words;
  layout: PaperLayout;
}

export function Tick({ on, children }: { on: boolean; children: ReactNode }) {
  const t = useTranslations('sheets.print');
  return (
    <span className="sheet-tick">
      <span aria-hidden>{on ? '☑' : '□'}</span>
      <span className="visually-hidden">{on ? t('yes') : t('no')}</span>
      {children}
    </span>
  );
}

const channels = ['visit', 'phone', 'home_visit', 'online', 'document'] as const;

function Reception({ content, words, agency }: Part & { agency: string }) {
  const t = useTranslations('sheets.print');
  const v = content.visitor;
  const written = Object.keys(content).length > 0;
  return (
    <table className="sheet-box">
      <colgroup>
        <col className="sheet-c-label" />
        <col className="sheet-c-left" />
        <col className="sheet-c-label" />
        <col />
      </colgroup>
      <tbody>
        <tr>
          <th scope="row">{t('received')}</th>
          <td>{words.received(content.receivedAt) || t('blankDate')}</td>
          <th scope="row">{t('channel')}</th>
          <td>
            {channels.map((c) => (
              <Tick key={c} on={content.channel === c}>
                {words.channel(c)}
              </Tick>
            ))}
          </td>
        </tr>
        <tr>
          <th scope="row">{t('agency')}</th>
          <td>{agency}</td>
          <th scope="row">{t('receivedBy')}</th>
          <td>{content.receivedBy}</td>
        </tr>
        <tr>
          <th scope="row">{t('visitor')}</th>
          <td colSpan={3}>
            <Tick on={written && !v}>{t('visitorSelf')}</Tick>
            <Tick on={v !== undefined}>{t('visitorOther')}</Tick>
            {v && [v.name, v.relation && `（${v.relation}）`, v.phone, v.note].filter(Boolean).join(' ')}
            {!written && t('blankVisitor')}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

const genders = ['male', 'female', 'other', 'undisclosed'] as const;

function Person({ content, words }: Part) {
  const t = useTranslations('sheets.print');
  const shown = useShownOnPaper();
  const s = content.subject ?? {};
  const birth = words.birth(s.birth);
  const age = s.birth?.date ? words.age(s.birth) : '';
  return (
    <table className="sheet-box">
      <tbody>
        <tr>
          <th scope="row" rowSpan={4} className="sheet-side">
            {t('subject')}
          </th>
          <th scope="row">
            <span className="sheet-kana">{t('kana')}</span>
            {t('name')}
          </th>
          <td className="sheet-name">
            <span className="sheet-kana">{s.kana}</span>
            {s.name ?? s.description}
          </td>
          <th scope="row">{t('gender')}</th>
          <td>
            {genders.map((g) => (
              <Tick key={g} on={s.gender === g}>
                {words.gender(g)}
              </Tick>
            ))}
          </td>
        </tr>
        <tr>
          <th scope="row">{t('birth')}</th>
          <td colSpan={3}>{birth ? `${birth}${age && `（${age}）`}` : t('blankBirth')}</td>
        </tr>
        <tr>
          <th scope="row">{t('address')}</th>
          <td colSpan={3}>{shown('/subject/address', words.address(s.address) || t('blankAddress'))}</td>
        </tr>
        <tr>
          <th scope="row">{t('phone')}</th>
          <td colSpan={3}>
            {t('phoneHome')}
            <span className="sheet-fill">{shown('/subject/phoneHome', s.phoneHome)}</span>
            {t('phoneMobile')}
            <span className="sheet-fill">{shown('/subject/phoneMobile', s.phoneMobile)}</span>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Issues({ content, words }: Part) {
  const t = useTranslations('sheets.print');
  const issues = content.issues ?? [];
  return (
    <table className="sheet-box">
      <tbody>
        <tr>
          <th scope="row" className="sheet-label">
            {t('issues')}
            <span className="sheet-note">{t('pressingNote')}</span>
          </th>
          <td>
            <div className="sheet-ticks sheet-ticks-4">
              {words.issueTypes.map((i) => (
                <Tick key={i.code} on={issues.includes(i.code)}>
                  {i.label}
                  {content.mostPressing === i.code && <strong>{t('pressingMark')}</strong>}
                </Tick>
              ))}
            </div>
            <p className="sheet-line">
              {t('otherIssue')}
              {content.otherIssue}
            </p>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

export function TextBoxRow({ label, box }: { label: string; box: TextBox }) {
  const t = useTranslations('sheets.print');
  const last = box.lines.length - 1;
  return (
    <table className="sheet-box">
      <tbody>
        <tr>
          <th scope="row" className="sheet-label">
            {label}
          </th>
          <td className="sheet-ruled">
            {box.lines.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of paper have no identity but their place
              <p key={i}>{box.continued && i === last ? t('continued') : line}</p>
            ))}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Situation({ content, words }: Part) {
  const t = useTranslations('sheets.print');
  const features = content.features ?? [];
  return (
    <table className="sheet-box">
      <tbody>
        <tr>
          <th scope="row" className="sheet-label">
            {t('features')}
          </th>
          <td>
            <div className="sheet-ticks sheet-ticks-5">
              {words.featureTypes.map((f) => (
                <Tick key={f.code} on={features.includes(f.code)}>
                  {f.label}
                </Tick>
              ))}
            </div>
          </td>
        </tr>
        <tr>
          <th scope="row" className="sheet-label">
            {t('urgency')}
          </th>
          <td>
            <Tick on={content.danger === true}>{t('danger')}</Tick>
            {content.dangerNote}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Consent({ content, words }: Part) {
  const t = useTranslations('sheets.print');
  const notice = content.purposeNotice;
  return (
    <table className="sheet-box">
      <tbody>
        <tr>
          <th scope="row" className="sheet-label">
            {t('purpose')}
          </th>
          <td>
            <p className="sheet-note">{t('purposeText')}</p>
            <Tick on={notice?.shown === true}>{t('purposeShown')}</Tick>
            {words.notice(notice).replace(/^\S+\s?/, '')}
          </td>
        </tr>
        <tr>
          <th scope="row" className="sheet-label">
            {t('consent')}
          </th>
          <td>{words.consent(content.subject?.consent) || t('blankConsent')}</td>
        </tr>
      </tbody>
    </table>
  );
}
