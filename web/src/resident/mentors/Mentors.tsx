import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { Choice } from '../parts/Field';
import { Page } from '../parts/Page';
import { Pager, usePlace } from '../parts/Pager';
import { Sheet } from '../parts/Sheet';
import { Nothing, States } from '../parts/States';
import { AskSheet } from './AskSheet';
import { Matches } from './Matches';
import { SKILLS } from './skills';
import { PhoneMentorsDocument, type PhoneMentorsQuery } from './mentors.gen';

export type Mentor = PhoneMentorsQuery['mentors']['edges'][number]['node'];

/** Neighbours who teach, and what became of what was asked of them. */
export default function Mentors() {
  const { t } = useTranslation('mentors');
  const [at, setAt] = useSearchParams();
  const skill = SKILLS.find((one) => one === at.get('skill')) ?? null;
  const may = useMay();
  const after = usePlace();
  const filter = useMemo(() => ({ skill }), [skill]);
  const reading = useData(PhoneMentorsDocument, { filter, after });
  const [asked, setAsked] = useState<Mentor | null>(null);
  return (
    <Page title={t('title')} back="/services">
      <Matches />
      <Choice label={t('skill')} value={skill ?? ''} onChange={(event) => setAt(event.target.value ? { skill: event.target.value } : {}, { replace: true })}>
        <option value="">{t('any')}</option>
        {SKILLS.map((one) => <option key={one} value={one}>{t(`skills.${one}`)}</option>)}
      </Choice>
      <States of={reading} isEmpty={(data) => data.mentors.edges.length === 0} empty={<Nothing title={t('none')} hint={t('noneHint')} />}>
        {({ mentors }) => (
          <>
            {mentors.edges.map(({ node }) => (
              <section key={node.id} className="card">
                <h2>{node.alias}</h2>
                <p className="said">{node.about}</p>
                <p className="tags">{node.skills.map((one) => <span key={one} className="tag accent">{t(`skills.${one}`)}</span>)}{node.thanks > 0 && <span className="tag good">{t('thanked', { count: node.thanks })}</span>}</p>
                {node.isMine && <p className="small soft">{t('isYou')}</p>}
                {!node.isMine && (node.mentees < node.capacity ? <button type="button" className="button plain" aria-label={t('askOf', { name: node.alias })} onClick={() => setAsked(node)}>{t('ask')}</button> : <p className="small soft">{t('full')}</p>)}
              </section>
            ))}
            <Pager of={mentors} />
          </>
        )}
      </States>
      {may('mentors:mentor') && <div className="buttons"><Link className="button" to="/mentors/offer">{t('offer.title')}</Link></div>}
      <Sheet open={asked !== null} title={t('askOf', { name: asked?.alias ?? '' })} onClose={() => setAsked(null)}>{asked && <AskSheet mentor={asked} onDone={() => { setAsked(null); reading.again(); }} />}</Sheet>
    </Page>
  );
}
