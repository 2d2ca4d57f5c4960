import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import type { JoinMode } from '../../core/schema.gen';
import { Choice, Field, Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { FoundMyClubDocument, PhoneHomeDocument } from './run.gen';

export const MODES: readonly JoinMode[] = ['OPEN', 'APPROVAL'];

/** Found a club where one lives; whoever founds it presides over it. */
export default function NewClub() {
  const { t } = useTranslation('clubs');
  const reading = useData(PhoneHomeDocument, {});
  return (
    <Page title={t('found')} back="/clubs">
      <States of={reading} isEmpty={(data) => data.stays.edges.length === 0} empty={<Nothing title={t('onlyResidents')} hint={null} />}>
        {(data) => <Form communityId={data.stays.edges[0]?.node.community?.id ?? ''} />}
      </States>
    </Page>
  );
}

function Form({ communityId }: { communityId: string }) {
  const { t } = useTranslation('clubs');
  const go = useNavigate();
  const key = useActKey();
  const { typed, bind, said, setProblem } = useFields({ name: '', about: '', alias: '', joinMode: 'OPEN' });
  const [found, isBusy] = useAct(FoundMyClubDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await found({ input: { communityId, ...typed, joinMode: typed.joinMode as JoinMode, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('foundDone'));
    void go(outcome.made.__typename === 'Club' ? `/clubs/${outcome.made.id}` : '/clubs', { replace: true });
  }
  return (
    <form className="card" onSubmit={(event) => void submit(event)}>
      <Field label={t('name')} required maxLength={40} {...bind('name')} />
      <Words label={t('about')} rows={4} maxLength={1000} {...bind('about')} />
      <Field label={t('alias')} hint={t('aliasHint')} required maxLength={20} {...bind('alias')} />
      <Choice label={t('how')} {...bind('joinMode')}>{MODES.map((one) => <option key={one} value={one}>{t(`modes.${one}`)}</option>)}</Choice>
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || typed.name.trim().length < 2 || !typed.alias.trim()} aria-busy={isBusy}>{t('found')}</button>
    </form>
  );
}
