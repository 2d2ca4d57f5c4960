import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { ClubOffice } from '../../core/schema.gen';
import { Pager, usePlace } from '../parts/Pager';
import { Sheet } from '../parts/Sheet';
import { States } from '../parts/States';
import { toast } from '../parts/Toasts';
import { GiveOfficeDocument, LetInDocument, PhoneClubMembersDocument, type PhoneMemberFragment } from './run.gen';

const OFFICES: readonly (ClubOffice | null)[] = [null, 'OFFICER', 'PRESIDENT'];

/** Those who ask to come in, and those who belong, with their offices. */
export function RunMembers({ clubId }: { clubId: string }) {
  const { t } = useTranslation('clubs');
  const after = usePlace();
  const asking = useData(PhoneClubMembersDocument, { id: clubId, status: 'PENDING', after: null });
  const members = useData(PhoneClubMembersDocument, { id: clubId, status: 'ACTIVE', after });
  const [appointed, setAppointed] = useState<PhoneMemberFragment | null>(null);
  const [letIn, isDeciding] = useAct(LetInDocument);
  const [give, isGiving] = useAct(GiveOfficeDocument);
  function told(outcome: { ok: true } | { ok: false; problem: { message: string } }): void {
    setAppointed(null);
    toast(outcome.ok ? t('done') : outcome.problem.message, outcome.ok ? 'good' : 'bad');
    asking.again();
    members.again();
  }
  return (
    <>
      {asking.kind === 'data' && asking.data.clubMembers.edges.map(({ node }) => (
        <section key={node.id} className="card" aria-label={t('asks', { name: node.alias })}>
          <h3>{t('asks', { name: node.alias })}</h3>
          <p className="small soft">{date(node.askedAt)}</p>
          <div className="two">
            <button type="button" className="button" disabled={isDeciding} aria-label={t('letInOf', { name: node.alias })} onClick={() => void letIn({ input: { memberId: node.id, isAccepted: true } }).then(told)}>{t('letIn')}</button>
            <button type="button" className="button plain" disabled={isDeciding} aria-label={t('keepOutOf', { name: node.alias })} onClick={() => void letIn({ input: { memberId: node.id, isAccepted: false } }).then(told)}>{t('keepOut')}</button>
          </div>
        </section>
      ))}
      <States of={members}>
        {({ clubMembers }) => (
          <>
            <ul className="rows">
              {clubMembers.edges.map(({ node }) => (
                <li key={node.id} className="row">
                  <span className="grow">{node.alias}<small>{t(`offices.${node.office ?? 'NONE'}`)}</small></span>
                  <button type="button" className="quiet" aria-label={t('officeOf', { name: node.alias })} onClick={() => setAppointed(node)}>{t('office')}</button>
                </li>
              ))}
            </ul>
            <Pager of={clubMembers} />
          </>
        )}
      </States>
      <Sheet open={appointed !== null} title={t('officeOf', { name: appointed?.alias ?? '' })} onClose={() => setAppointed(null)}>
        <p className="soft small">{t('officeHint')}</p>
        <div className="buttons">
          {OFFICES.filter((one) => one !== (appointed?.office ?? null)).map((office) => <button key={office} type="button" className="button plain" disabled={isGiving} onClick={() => appointed && void give({ input: { memberId: appointed.id, office } }).then(told)}>{t(`appoint.${office ?? 'NONE'}`)}</button>)}
        </div>
      </Sheet>
    </>
  );
}
