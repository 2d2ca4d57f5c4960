import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { ResourceKind } from '../../core/schema.gen';
import { Choice, Field, Words } from '../parts/Field';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Sheet } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { Tabs, useTab } from '../parts/Tabs';
import { toast } from '../parts/Toasts';
import { useFields } from '../parts/useFields';
import { AskForNeedDocument, NeedWhereDocument, PhoneNeedsDocument } from './needs.gen';

const VIEWS = ['mine', 'all'] as const;
const KINDS: readonly ResourceKind[] = ['SERVICE', 'CONSULT', 'PUBLIC_GOOD', 'FUNDING'];
const TONE = { PROPOSED: 'warn', OPEN: 'accent', CLAIMED: 'accent', DELIVERED: 'good', CONFIRMED: 'good', WITHDRAWN: '' } as const;

/** Ask for something: partners see it once the community has looked at it. */
export default function Needs() {
  const { t } = useTranslation('needs');
  const [view, show] = useTab(VIEWS);
  const after = usePlace();
  const filter = useMemo(() => ({ isMine: view === 'mine' }), [view]);
  const reading = useData(PhoneNeedsDocument, { filter, after });
  const [open, setOpen] = useState(false);
  return (
    <Page title={t('title')} back="/services">
      <p className="soft">{t('lead')}</p>
      <Tabs label={t('which')} names={VIEWS} at={view} wordOf={(name) => t(`views.${name}`)} onPick={show} />
      <States of={reading} isEmpty={(data) => data.needs.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ needs }) => (
          <>
            {needs.edges.map(({ node }) => (
              <section key={node.id} className="card">
                <h2>{node.title}</h2>
                {node.details && <p className="said">{node.details}</p>}
                <p className="tags"><span className={`tag ${TONE[node.status]}`}>{t(`status.${node.status}`)}</span><span className="tag">{t(`kinds.${node.kind}`)}</span><span className="small soft">{date(node.createdAt)}</span></p>
                {node.claims.map((claim, at) => claim.partner && <p key={`${claim.partner.id}${at}`} className="small soft">{[claim.partner.name, claim.outcome].filter(Boolean).join(' · ')}</p>)}
              </section>
            ))}
            <Pager of={needs} />
          </>
        )}
      </States>
      <div className="buttons"><button type="button" className="button" onClick={() => setOpen(true)}>{t('new')}</button></div>
      <Sheet open={open} title={t('new')} onClose={() => setOpen(false)}><NewNeed onDone={() => { setOpen(false); reading.again(); }} /></Sheet>
    </Page>
  );
}

function NewNeed({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('needs');
  const where = useData(NeedWhereDocument, {});
  const key = useActKey();
  const { typed, bind, said, setProblem } = useFields({ kind: 'SERVICE', title: '', details: '' });
  const [post, isBusy] = useAct(AskForNeedDocument);
  const communityId = where.kind === 'data' ? where.data.stays.edges[0]?.node.community?.id : undefined;
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!communityId) return;
    setProblem(null);
    const outcome = await post({ input: { communityId, kind: typed.kind as ResourceKind, title: typed.title, details: typed.details, idempotencyKey: key() } });
    if (!outcome.ok) return setProblem(outcome.problem);
    toast(t('posted'));
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Choice label={t('kind')} {...bind('kind')}>{KINDS.map((one) => <option key={one} value={one}>{t(`kinds.${one}`)}</option>)}</Choice>
      <Field label={t('what')} required maxLength={80} {...bind('title')} />
      <Words label={t('details')} hint={t('detailsHint')} maxLength={1000} {...bind('details')} />
      {said && <p className="problem" role="alert">{said}</p>}
      <button type="submit" className="button wide" disabled={isBusy || !communityId || !typed.title.trim()} aria-busy={isBusy}>{t('send')}</button>
    </form>
  );
}
