import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { Field, Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { ReportIssueDocument, ReportWhatDocument, type ReportWhatQuery } from './issues.gen';
import { useCategoryName } from './naming';
import { Photographs, usePhotographs } from './Photographs';
import { Twins } from './Twins';
import './issues.css';

const STEPS = ['photo', 'what', 'where'] as const;

/** Three steps: a photo, what it is, where it is. */
export default function Report() {
  const { t } = useTranslation('issues');
  const reading = useData(ReportWhatDocument, {});
  return (
    <Page title={t('tile')} back="/services">
      <States of={reading} isEmpty={(data) => data.issueCategories.edges.length === 0} empty={<Nothing title={t('noCategories')} hint={t('noCategoriesHint')} />}>{(data) => <Steps known={data} />}</States>
    </Page>
  );
}

function Steps({ known }: { known: ReportWhatQuery }) {
  const { t } = useTranslation('issues');
  const go = useNavigate();
  const [at] = useSearchParams();
  const nameOf = useCategoryName();
  const { key, done } = useActKey();
  const [step, setStep] = useState(0);
  const photographs = usePhotographs();
  const { typed, bind, faultOf, set, said, problem, setProblem } = useFields({ categoryId: '', text: '', placeId: at.get('place') ?? '', placeNote: '' });
  const [isPrivate, setIsPrivate] = useState(false);
  const [report, isReporting] = useAct(ReportIssueDocument);
  const categories = known.issueCategories.edges.map((edge) => edge.node);
  const category = categories.find((one) => one.id === typed.categoryId);
  const home = known.stays.edges[0]?.node;
  const busy = isReporting || photographs.isSending;
  const isReady = [photographs.taken.length > 0, Boolean(category && typed.text.trim()), true][step];

  async function submit(): Promise<void> {
    setProblem(null);
    const photoIds = await photographs.send();
    if (!photoIds) return setProblem({ code: 'UNREACHED', message: t('uploadFailed') });
    const { placeId, placeNote, ...rest } = typed;
    const outcome = await report({ input: { ...rest, photoIds, placeId: placeId || null, placeNote: placeNote || null, terms: 'STANDARD', isPrivate, idempotencyKey: key() } });
    if (!outcome.ok) {
      if (outcome.problem.field?.some((part) => part === 'text' || part === 'categoryId')) setStep(1);
      return setProblem(outcome.problem);
    }
    done();
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
        </>
      )}
      {(said || (problem && step === 2)) && <p className="problem" role="alert">{problem?.message}</p>}
      <div className={step > 0 ? 'two' : 'buttons'}>
        {step > 0 && <button type="button" className="button plain" disabled={busy} onClick={() => setStep(step - 1)}>{t('back')}</button>}
        <button type="submit" className="button" disabled={busy || !isReady} aria-busy={busy}>{t(step < STEPS.length - 1 ? 'next' : 'send')}</button>
      </div>
    </form>
  );
}
