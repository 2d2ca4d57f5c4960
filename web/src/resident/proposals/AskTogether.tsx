import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useAct } from '../../core/data/useAct';
import { Field } from '../parts/Field';
import { Page } from '../parts/Page';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { AskTogetherDocument } from './proposals.gen';

/** Where the link leads by which an author invites neighbours: a draft shows nothing to them before they are let in. */
export default function AskTogether() {
  const { t } = useTranslation('proposals');
  const { id: proposalId = '' } = useParams();
  const go = useNavigate();
  const { typed, bind, said, setProblem } = useFields({ alias: '' });
  const [ask, isBusy] = useAct(AskTogetherDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    const outcome = await ask({ input: { proposalId, alias: typed.alias } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('askedTogether'));
    void go('/proposals', { replace: true });
  }
  return (
    <Page title={t('together')} back="/proposals">
      <form className="card" onSubmit={(event) => void submit(event)}>
        <p className="soft small">{t('askTogetherHint')}</p>
        <Field label={t('alias')} hint={t('aliasHint')} required maxLength={20} {...bind('alias')} />
        {said && <p className="problem" role="alert">{said}</p>}
        <button type="submit" className="button wide" disabled={isBusy || !typed.alias.trim()} aria-busy={isBusy}>{t('askTogether')}</button>
      </form>
    </Page>
  );
}
