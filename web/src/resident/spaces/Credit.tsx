import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, dayTime } from '../../core/format';
import { Appeal } from '../parts/Appeal';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Nothing, States } from '../parts/States';
import { AppealChargeDocument, PhoneCreditDocument, type PhoneChargeFragment } from './spaces.gen';

const TONE = { OPEN: 'warn', ACCEPTED: 'good', REJECTED: 'bad' } as const;

/** How one's credit stands, what took from it, and what one has to say to that. */
export default function Credit() {
  const { t } = useTranslation('spaces');
  const after = usePlace();
  const reading = useData(PhoneCreditDocument, { after });
  return (
    <Page title={t('credit.title')} back="/mine">
      <States of={reading}>
        {({ attendanceCredit: credit, creditCharges: charges }) => (
          <>
            <section className="card">
              <h2>{t('credit.points', { count: credit.points })}</h2>
              {credit.blockedUntil && <p><span className="tag bad">{t('credit.blocked', { date: date(credit.blockedUntil) })}</span></p>}
              <p className="soft small">{t('credit.rule', { count: credit.threshold })}</p>
            </section>
            <h2 className="section">{t('credit.charges')}</h2>
            {charges.edges.length === 0 && <Nothing title={t('credit.none')} hint={t('credit.noneHint')} />}
            {charges.edges.map(({ node }) => <Charge key={node.id} charge={node} again={reading.again} />)}
            <Pager of={charges} />
          </>
        )}
      </States>
    </Page>
  );
}

function Charge({ charge, again }: { charge: PhoneChargeFragment; again: () => void }) {
  const { t } = useTranslation('spaces');
  const may = useMay();
  const [appeal, isBusy] = useAct(AppealChargeDocument);
  const what = charge.booking ? `${charge.booking.space?.name ?? ''} ${dayTime(charge.booking.startsAt)}` : date(charge.chargedAt);
  const said = { appeal: t('credit.appeal'), title: t('credit.appealOf', { what }), why: t('credit.why'), whyHint: t('credit.whyHint'), send: t('credit.send'), sent: t('credit.sent') };
  return (
    <section className="card" aria-label={what}>
      <h3>{what}</h3>
      <p className="tags">
        <span className={charge.waivedAt ? 'tag' : 'tag bad'}>{charge.waivedAt ? t('credit.waived') : t('credit.lost', { count: charge.points })}</span>
        {charge.appeal && <span className={`tag ${TONE[charge.appeal.status]}`}>{t(`credit.states.${charge.appeal.status}`)}</span>}
      </p>
      {charge.appeal && <p className="small soft">{t('credit.yours', { text: charge.appeal.reason })}</p>}
      {charge.appeal?.answer && <p className="small">{t('credit.answer', { text: charge.appeal.answer })}</p>}
      {!charge.appeal && !charge.waivedAt && may('spaces:appeal') && <Appeal said={said} busy={isBusy} send={(reason) => appeal({ input: { chargeId: charge.id, reason } })} again={again} />}
    </section>
  );
}
