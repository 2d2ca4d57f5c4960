import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { Field } from '../parts/Field';
import { Page } from '../parts/Page';
import { FindBallotDocument } from './polls.gen';

/** Whether the ballot of a receipt lies in the urn. */
export default function Receipt() {
  const { t } = useTranslation('polls');
  const [at, setAt] = useSearchParams();
  const asked = at.get('code') ?? '';
  const [code, setCode] = useState(asked);
  const [{ data, error, fetching }] = useQuery({ query: FindBallotDocument, variables: { code: asked }, pause: !asked });
  const found = data?.ballotReceipt;
  function submit(event: FormEvent): void {
    event.preventDefault();
    setAt({ code: code.trim() }, { replace: true });
  }
  return (
    <Page title={t('verify')} back="/polls">
      <form className="card" onSubmit={submit}>
        <Field label={t('code')} hint={t('verifyHint')} fault={error && !fetching ? (error.graphQLErrors[0]?.message ?? t('shared:error.network')) : null} required autoComplete="off" autoCapitalize="characters" value={code} onChange={(event) => setCode(event.target.value)} />
        <button type="submit" className="button wide" disabled={fetching || !code.trim()} aria-busy={fetching}>{t('check')}</button>
      </form>
      {found && !error && (
        <section className="card" role="status">
          <h2>{found.title}</h2>
          <p><span className="tag good">{t(found.isCounted ? 'isCounted' : 'isThere')}</span></p>
          <Link className="button plain" to={`/polls/${found.pollId}`}>{t('result')}</Link>
        </section>
      )}
    </Page>
  );
}
