import './fonts';
import './print.css';
import { useRouter } from '@tanstack/react-router';
import { ArrowLeft, Printer } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui';
import { type PageMargins, pageRule } from './pageRule';

export interface PrintPageProps extends PageMargins {
  /** The browser tab's title, and the file name of a PDF: nothing personal in it. */
  documentTitle: string;
  /** Where 戻る leads when this page was opened by its address. */
  backTo: string;
  /** False while data is coming: printing half a document helps nobody. */
  ready?: boolean;
  /** Beside the buttons, on screen only. */
  tools?: ReactNode;
  /** It must be recorded first to whom it goes: until then the paper stays blank, also by the browser's own command. */
  locked?: boolean;
  /** Asks before printing; calls `print` when it may go on. */
  onPrint?: (print: () => void) => void;
  /** The browser's print dialog has closed. */
  onPrinted?: () => void;
  children: ReactNode;
}

/** An A4 document: the paper on screen with its buttons, and what stands on every printed page. */
export function PrintPage({
  documentTitle,
  backTo,
  ready = true,
  tools,
  locked,
  onPrint,
  onPrinted,
  children,
  head,
  foot,
  number,
}: PrintPageProps) {
  const t = useTranslations('print');
  const app = useTranslations('app');
  const router = useRouter();
  usePageRule({ head, foot, number });
  const print = () => void printWhenDrawn().then(onPrinted);
  useEffect(() => {
    document.title = `${documentTitle} | ${app('name')}`;
  }, [documentTitle, app]);
  return (
    <div className="print-desk" data-print-ready={ready || undefined}>
      <div data-no-print className="sticky top-0 z-10 border-b border-solid-gray-420 bg-white">
        <div className="mx-auto flex max-w-[210mm] flex-wrap items-center gap-3 px-4 py-3">
          <Button icon={Printer} disabled={!ready} onClick={() => (onPrint ? onPrint(print) : print())}>
            {t('print')}
          </Button>
          <Button
            variant="outline"
            icon={ArrowLeft}
            onClick={() => {
              if (router.history.canGoBack()) router.history.back();
              else router.history.push(backTo);
            }}
          >
            {t('back')}
          </Button>
          {tools}
        </div>
      </div>
      <main className="print:p-0 sm:p-6">
        {locked && <p className="print-locked">{t('locked')}</p>}
        <article className="print-paper" data-locked={locked || undefined}>
          {children}
        </article>
      </main>
    </div>
  );
}

/** The print face comes in many small files: print once the browser has those this document needs. */
async function printWhenDrawn(): Promise<void> {
  await document.fonts.ready;
  window.print();
}

/** Margins are a rule of the page, not of an element; the content security policy allows it only as an adopted sheet. */
function usePageRule({ head, foot, number }: PageMargins): void {
  useEffect(() => {
    if (!('adoptedStyleSheets' in document)) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(pageRule({ head, foot, number }));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet);
    };
  }, [head, foot, number]);
}
