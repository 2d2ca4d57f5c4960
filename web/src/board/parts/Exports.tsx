import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { download } from '../../core/data/files';
import { useAct } from '../../core/data/useAct';
import type { ExportDistrictInput, ExportFormat } from '../../core/schema.gen';
import { ExportDistrictDocument } from './exports.gen';

const FORMATS: readonly ExportFormat[] = ['CSV', 'XLSX', 'PDF'];

/** What is shown, as a file in three forms; each says what the page says. */
export function Exports({ of, what }: { of: Omit<ExportDistrictInput, 'format'>; what: string }) {
  const { t } = useTranslation('forms');
  const may = useMay();
  const [ask] = useAct(ExportDistrictDocument);
  // From the press until the browser has the file: making it and fetching it are one wait to whoever waits.
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState('');
  if (!may('dashboard:export')) return null;
  const save = async (format: ExportFormat): Promise<void> => {
    if (isBusy) return;
    setProblem('');
    setIsBusy(true);
    const answer = await ask({ input: { ...of, format } });
    if (!answer.ok) setProblem(answer.problem.message);
    else if (!(await download(answer.made.path, answer.made.fileName))) setProblem(t('shared:error.network'));
    setIsBusy(false);
  };
  return (
    <div className="exports" role="group" aria-label={t('export', { what })}>
      <span>{t('exportAs')}</span>
      {FORMATS.map((format) => <button key={format} type="button" className="board-button" disabled={isBusy} aria-label={t('exportOf', { what, format })} onClick={() => void save(format)}>{format}</button>)}
      {isBusy && <small role="status">{t('exporting')}</small>}
      {problem && <small role="alert" className="board-problem">{problem}</small>}
    </div>
  );
}
