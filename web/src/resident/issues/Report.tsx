import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useOnline } from '../../core/data/lamp';
import { useAct } from '../../core/data/useAct';
import { useKept } from '../../core/data/useKept';
import { useShelf, useWhose } from '../../core/data/useShelf';
import { now } from '../../core/format';
import { useNameOf } from '../../core/useNameOf';
import { Field, Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { DAYS, draftsOf, keepDraft, newId, NO_DRAFTS, type Draft } from './drafts';
import { ReportIssueDocument, ReportWhatDocument, type ReportWhatQuery } from './issues.gen';
import { REPORT_WHAT } from './naming';
import { Photographs, usePhotographs } from './Photographs';
import { inputOf } from './sending';
import { Twins } from './Twins';
import './issues.css';

const STEPS = ['photo', 'what', 'where'] as const;

/** Where what the server refused is mended. */
function firstStep(draft: Draft | null): number {
  if (!draft?.refusal) return 0;
  const at = draft.refusal.field ?? [];
  if (at.includes('photoIds')) return 0;
  return at.includes('text') || at.includes('categoryId') ? 1 : 2;
}

/** Three steps: a photo, what it is, where it is. Without a network it is kept on the device, and sent later. */
export default function Report() {
  const { t } = useTranslation('issues');
  const mended = useSearchParams()[0].get('draft');
  const reading = useKept(REPORT_WHAT, ReportWhatDocument);
  const drafts = useShelf(draftsOf, NO_DRAFTS);
  const isThere = mended === null || drafts !== null;
  return (
    <Page title={t('tile')} back={mended === null ? '/services' : '/issues'}>
      <States of={isThere ? reading : { kind: 'loading', again: reading.again }} isEmpty={(data) => data.issueCategories.edges.length === 0} empty={<Nothing title={t('noCategories')} hint={t('noCategoriesHint')} />}>
        {(data) => <Steps key={mended} known={data} draft={drafts?.find((one) => one.id === mended && one.refusal) ?? null} />}
      </States>
    </Page>
  );
}

function Steps({ known, draft }: { known: ReportWhatQuery; draft: Draft | null }) {
  const { t } = useTranslation('issues');
  const go = useNavigate();
  const [at] = useSearchParams();
  const nameOf = useNameOf();
  const whose = useWhose();
  const online = useOnline();
  // The same act, and found at the same time, however often and by whatever way it is sent.
  const [act] = useState(() => ({ id: draft?.id ?? newId(), at: draft?.at ?? null as string | null }));
  const [step, setStep] = useState(() => firstStep(draft));
  const photographs = usePhotographs(draft?.photos);
  const { typed, bind, faultOf, set, said, problem, setProblem } = useFields(
    { categoryId: draft?.categoryId ?? '', text: draft?.text ?? '', placeId: draft?.placeId ?? at.get('place') ?? '', placeNote: draft?.placeNote ?? '' },
    draft?.refusal && { code: 'REFUSED', ...draft.refusal },
  );
  const [isPrivate, setIsPrivate] = useState(draft?.isPrivate ?? false);
  const [isKeeping, setIsKeeping] = useState(false);
  const [report, isReporting] = useAct(ReportIssueDocument);
  const categories = known.issueCategories.edges.map((edge) => edge.node);
  const category = categories.find((one) => one.id === typed.categoryId);
  const home = known.stays.edges[0]?.node;
  const busy = isReporting || photographs.isSending || isKeeping;
  const isReady = [photographs.taken.length > 0, Boolean(category && typed.text.trim()), true][step];
  const isSentLater = !online || draft !== null;

  function written(): Draft {
    const { nameZh = '', nameEn = '' } = category ?? {};
    return { ...typed, id: act.id, whose, at: (act.at ??= now().toISOString()), names: { nameZh, nameEn }, isPrivate, photos: photographs.kept(), tries: 0, refusal: null };
  }
  async function keep(): Promise<void> {
    setProblem(null);
    setIsKeeping(true);
    const why = await keepDraft(written());
    setIsKeeping(false);
    if (why) return setProblem({ code: 'NOT_KEPT', message: t(`waiting.${why}`) });
    toast(t(online ? 'waiting.sending' : 'waiting.kept'));
    void go('/issues');
  }
  async function submit(): Promise<void> {
    if (isSentLater) return keep();
    setProblem(null);
    act.at ??= now().toISOString();
    if (!(await photographs.send())) return setProblem({ code: 'UNREACHED', message: t('uploadFailed') });
    const outcome = await report({ input: inputOf(written()) });
    if (!outcome.ok) {
      if (outcome.problem.field?.some((part) => part === 'text' || part === 'categoryId')) setStep(1);
      return setProblem(outcome.problem);
    }
    toast(t('reported'));
    void go(outcome.made.__typename === 'Issue' ? `/issues/${outcome.made.id}` : '/issues');
  }

  return (
    <form onSubmit={(event) => { event.preventDefault(); if (step < STEPS.length - 1) setStep(step + 1); else void submit(); }}>
      <ol className="steps" aria-label={t('steps_')}>{STEPS.map((one, n) => <li key={one} aria-current={n === step ? 'step' : undefined} className={n < step ? 'past' : undefined}>{t(`step.${one}`)}</li>)}</ol>
      {step === 0 && <Photographs of={photographs} />}
      {step === 1 && (
        <section className="card">
          <fieldset className="choices">
            <legend>{t('category')}</legend>
            {categories.map((one) => <button key={one.id} type="button" aria-pressed={one.id === typed.categoryId} onClick={() => set('categoryId', one.id)}>{nameOf(one)}</button>)}
          </fieldset>
          {faultOf('categoryId') && <p className="problem" role="alert">{faultOf('categoryId')}</p>}
          {category && <p className="small soft">{category.isSensitive ? t('sensitive') : t('promise', { count: category.standardDays })}</p>}
          <Words label={t('text')} hint={t('textHint')} required maxLength={1000} {...bind('text')} />
        </section>
      )}
      {step === 2 && (
        <>
          <section className="card">
            <h2>{t('where')}</h2>
            {typed.placeId ? <p>{t('fromCode')} <button type="button" className="quiet" onClick={() => set('placeId', '')}>{t('notThere')}</button></p> : <p>{home ? [home.community?.name, home.unit?.building?.name, home.unit?.number, home.bed?.label].filter(Boolean).join(' ') : t('noHome')}</p>}
            <Field label={t('placeNote')} hint={t('placeNoteHint')} maxLength={100} {...bind('placeNote')} />
            <div className="checks"><label><input type="checkbox" checked={isPrivate} onChange={(event) => setIsPrivate(event.target.checked)} />{t('private')}</label></div>
          </section>
          <Twins categoryId={typed.categoryId} placeId={typed.placeId || null} />
          {!online && <p className="soft small">{t('waiting.hint', { days: DAYS })}</p>}
        </>
      )}
      {(said || (problem && step === 2)) && <p className="problem" role="alert">{problem?.message}</p>}
      <div className={step > 0 ? 'two' : 'buttons'}>
        {step > 0 && <button type="button" className="button plain" disabled={busy} onClick={() => setStep(step - 1)}>{t('back')}</button>}
        <button type="submit" className="button" disabled={busy || !isReady} aria-busy={busy}>{t(step < STEPS.length - 1 ? 'next' : online ? 'send' : 'waiting.keep')}</button>
      </div>
      {step === STEPS.length - 1 && !isSentLater && problem?.code === 'UNREACHED' && <button type="button" className="button plain wide later" disabled={busy} onClick={() => void keep()}>{t('waiting.keep')}</button>}
    </form>
  );
}
