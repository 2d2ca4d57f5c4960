import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { Field, Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { Nothing, States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { ProposeDocument, ProposeWhereDocument } from './proposals.gen';

export default function NewProposal() {
  const { t } = useTranslation('proposals');
  const reading = useData(ProposeWhereDocument, {});
  return (
    <Page title={t('new')} back="/proposals">
      <States of={reading} isEmpty={(data) => data.stays.edges.length === 0} empty={<Nothing title={t('onlyResidents')} hint={null} />}>
        {(data) => <Form communityId={data.stays.edges[0]?.node.community?.id ?? ''} />}
      </States>
    </Page>
  );
}

function Form({ communityId }: { communityId: string }) {
  const { t } = useTranslation('proposals');
  const go = useNavigate();
  const key = useActKey();
  const { typed, bind, said, setProblem } = useFields({ title: '', body: '' });
  const [propose, isBusy] = useAct(ProposeDocument);
  async function save(isPublished: boolean): Promise<void> {
    setProblem(null);
    const outcome = await propose({ input: { communityId, ...typed, isPublished, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t(isPublished ? 'proposed' : 'drafted'));
    void go(outcome.made.__typename === 'Proposal' ? `/proposals/${outcome.made.id}` : '/proposals');
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    void save(true);
  }
  return (
    <form className="card" onSubmit={submit}>
      <Field label={t('what')} required maxLength={80} {...bind('title')} />
      <Words label={t('why')} hint={t('whyHint')} required rows={7} maxLength={4000} {...bind('body')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <div className="buttons">
        <button type="submit" className="button" disabled={isBusy || !typed.title.trim() || !typed.body.trim()} aria-busy={isBusy}>{t('publish')}</button>
        <button type="button" className="button plain" disabled={isBusy || !typed.title.trim() || !typed.body.trim()} onClick={() => void save(false)}>{t('draft')}</button>
      </div>
      <p className="soft small">{t('draftHint')}</p>
    </form>
  );
}
