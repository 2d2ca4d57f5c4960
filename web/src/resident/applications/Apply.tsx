import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct, useActKey, type Refused } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { daysAfter, isoDay } from '../../core/format';
import { Choice, Field, Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { States } from '../parts/States';
import { toast } from '../parts/Toasts';
import type { DocumentKind, UnitKind } from '../../core/schema.gen';
import { ApplyForStayDocument, ApplyWhereDocument, type ApplyWhereQuery } from './applications.gen';

const KINDS: readonly DocumentKind[] = ['RESIDENT_ID', 'PASSPORT', 'HK_MACAO_PERMIT', 'TAIWAN_PERMIT', 'FOREIGN_PERMANENT_RESIDENT'];

export default function Apply() {
  const { t } = useTranslation('applications');
  const reading = useData(ApplyWhereDocument, {});
  return (
    <Page title={t('new')} back="/applications">
      <States of={reading} isEmpty={(data) => data.communities.edges.length === 0}>{(data) => <Form communities={data.communities.edges.map((edge) => edge.node)} />}</States>
    </Page>
  );
}

function Form({ communities }: { communities: ApplyWhereQuery['communities']['edges'][number]['node'][] }) {
  const { t } = useTranslation('applications');
  const go = useNavigate();
  const key = useActKey();
  const [apply, isBusy] = useAct(ApplyForStayDocument);
  const [problem, setProblem] = useState<Refused | null>(null);
  const [agreed, setAgreed] = useState(false);
  const tomorrow = daysAfter(isoDay(), 1);
  const [typed, setTyped] = useState({ communityId: communities[0]?.id ?? '', name: '', documentKind: 'RESIDENT_ID' as DocumentKind, documentNumber: '', phone: '', startsOn: tomorrow, endsOn: daysAfter(tomorrow, 365), wantedKind: 'BED', note: '' });
  const bind = <Name extends keyof typeof typed>(name: Name) => ({
    name,
    value: typed[name],
    fault: problem?.field?.includes(name) ? problem.message : null,
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  });
  const isOnField = problem?.field?.some((part) => part in typed) ?? false;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const { wantedKind, note, ...rest } = typed;
    const outcome = await apply({ input: { ...rest, note: note || null, wantedKind: wantedKind === 'BED' ? null : (wantedKind as UnitKind), hasConsented: agreed, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('done'));
    void go('/applications');
  }

  return (
    <form className="card" onSubmit={(event) => void submit(event)}>
      <Choice label={t('community')} {...bind('communityId')}>{communities.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Choice>
      <Field label={t('name')} autoComplete="name" required {...bind('name')} />
      <Choice label={t('documentKind')} {...bind('documentKind')}>{KINDS.map((kind) => <option key={kind} value={kind}>{t(`mine:documentKind.${kind}`)}</option>)}</Choice>
      <Field label={t('documentNumber')} autoCapitalize="characters" required {...bind('documentNumber')} />
      <Field label={t('phone')} type="tel" autoComplete="tel" required {...bind('phone')} />
      <Choice label={t('kind')} {...bind('wantedKind')}>{(['BED', 'ROOM', 'SUITE'] as const).map((kind) => <option key={kind} value={kind}>{t(`wanted.${kind}`)}</option>)}</Choice>
      <Field label={t('from')} type="date" min={isoDay()} required {...bind('startsOn')} />
      <Field label={t('until')} type="date" min={typed.startsOn} required {...bind('endsOn')} />
      <Words label={t('note')} maxLength={500} {...bind('note')} />
      <div className="checks"><label><input type="checkbox" required checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />{t('consent')}</label></div>
      {problem && !isOnField && <p className="problem" role="alert">{problem.message}</p>}
      <button type="submit" className="button" style={{ width: '100%' }} disabled={isBusy} aria-busy={isBusy}>{t('submit')}</button>
    </form>
  );
}
