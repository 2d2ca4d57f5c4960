import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { allowed } from '../../core/features';
import { features } from '../features';
import { Page } from '../parts/Page';

/** Everything that one can do from the phone. */
export default function Services() {
  const { t } = useTranslation();
  const may = useMay();
  const tiles = features.flatMap((feature) => feature.tiles ?? []).filter((tile) => allowed(may, tile.needs)).toSorted((a, b) => a.order - b.order);
  return (
    <Page title={t('services:title')}>
      <ul className="tiles">
        {tiles.map((tile) => (
          <li key={tile.to}>
            <Link className="tile" to={tile.to}>
              <span className="badge">{tile.icon}</span>
              <b>{t(tile.label)}</b>
              <small>{t(tile.hint)}</small>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
