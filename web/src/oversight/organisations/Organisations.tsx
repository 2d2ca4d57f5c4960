import { useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { number } from '../../core/format';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { OwnOrganisationsDocument, type OwnOrganisationsQuery } from './organisations.gen';
import { Organisation } from './Organisation';
import './organisations.css';

export type Organisation = OwnOrganisationsQuery['oversight']['organisations']['edges'][number]['node'];

/** The tree of the organisations one speaks for, and the one that is chosen. */
export default function Organisations() {
  const { t } = useTranslation('organisations');
  const [chosen, setChosen] = useQueryState('org');
  const reading = useData(OwnOrganisationsDocument, {});
  return (
    <Page title={t('title')} lead={t('lead')}>
      <States of={reading} rows={8} isEmpty={(data) => data.oversight.organisations.totalCount === 0} empty={<section className="card"><Nothing title={t('none')} hint={t('noneHint')} /></section>}>
        {({ oversight }) => {
          const all = oversight.organisations.edges.map((edge) => edge.node);
          const roots = all.filter((one) => !all.some((other) => other.id === one.parent?.id));
          const shown = all.find((one) => one.id === chosen) ?? roots[0];
          return (
            <div className="organisations">
              <nav className="card" aria-label={t('tree')}>
                <Tree all={all} beneath={roots} chosen={shown?.id} choose={(id) => void setChosen(id)} />
              </nav>
              {shown && <Organisation key={shown.id} of={shown} again={reading.again} />}
            </div>
          );
        }}
      </States>
    </Page>
  );
}

interface Branches {
  all: readonly Organisation[];
  beneath: readonly Organisation[];
  chosen: string | undefined;
  choose: (id: string) => void;
}

function Tree({ all, beneath, chosen, choose }: Branches) {
  const { t } = useTranslation('organisations');
  return (
    <ul className="tree">
      {beneath.map((one) => {
        const children = all.filter((other) => other.parent?.id === one.id);
        return (
          <li key={one.id}>
            <button type="button" aria-current={one.id === chosen} onClick={() => choose(one.id)}>
              <b>{one.name}</b>
              <small>{[one.project ? t('temporary') : t(`kinds.${one.kind}`), t('members', { count: one.memberCount ?? 0, replace: { count: number(one.memberCount ?? 0) } })].join(' · ')}</small>
              {one.hints.map((hint) => <Tag key={hint} tone="warn">{t(`hintsShort.${hint}`)}</Tag>)}
            </button>
            {children.length > 0 && <Tree all={all} beneath={children} chosen={chosen} choose={choose} />}
          </li>
        );
      })}
    </ul>
  );
}
