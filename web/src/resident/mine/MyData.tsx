import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import { Page } from '../parts/Page';
import { States } from '../parts/States';
import { MyDataDocument } from './mine.gen';
import { OwnCopy } from './OwnCopy';

/** What is held about oneself. */
export default function MyData() {
  const { t } = useTranslation('mine');
  const reading = useData(MyDataDocument, {});
  return (
    <Page title={t('data')} back="/mine">
      <States of={reading} isEmpty={(data) => data.residents.edges.length === 0}>
        {({ residents, stays }) => (
          <>
            {residents.edges.map(({ node }) => (
              <section key={node.id} className="card">
                <h2>{t('held')}</h2>
                <dl className="facts">
                  <dt>{t('name')}</dt><dd>{node.name}</dd>
                  <dt>{t(`documentKind.${node.documentKind}`)}</dt><dd>{node.documentMasked}</dd>
                  <dt>{t('phone')}</dt><dd>{node.phoneMasked}</dd>
                  {node.birthOn && <><dt>{t('birth')}</dt><dd>{date(node.birthOn)}</dd></>}
                  {node.sex && <><dt>{t('sex')}</dt><dd>{t(`sexes.${node.sex}`)}</dd></>}
                  <dt>{t('party')}</dt><dd>{t(`partyStatus.${node.partyStatus}`)}</dd>
                  {node.skills.length > 0 && <><dt>{t('skills')}</dt><dd>{node.skills.join('、')}</dd></>}
                  {node.livesAlone !== null && <><dt>{t('alone')}</dt><dd>{t(node.livesAlone ? 'shared:answer.YES' : 'shared:answer.NO')}</dd></>}
                  <dt>{t('since')}</dt><dd>{date(node.createdAt)}</dd>
                </dl>
                <p className="soft small">{t('maskedHint')}</p>
              </section>
            ))}
            <section className="card">
              <h2>{t('stays')}</h2>
              {stays.edges.map(({ node }) => (
                <p key={node.id}>
                  {[node.community?.name, node.unit?.building?.name, node.unit?.number, node.bed?.label].filter(Boolean).join(' ')}
                  <br />
                  <span className="soft small">{t('stay', { from: date(node.startsOn), to: date(node.endsOn) })}</span>
                </p>
              ))}
            </section>
            <OwnCopy />
            <p className="soft small">{t('rights')}</p>
          </>
        )}
      </States>
    </Page>
  );
}
