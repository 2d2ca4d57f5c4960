import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SUBDISTRICTS } from '../../core/minhang';
import { write } from '../parts/written';
import { centreOf, cornersOf, HEIGHT, HEXAGONS, WIDTH } from './hexagons';

interface Shown {
  label: string;
  unit: { code: string; name: string };
  values: ReadonlyMap<string, number | null>;
}

const STEPS = 4;

/** The bounds of four steps of like size, from what there is. */
function bounds(values: ReadonlyMap<string, number | null>): number[] {
  const known = [...values.values()].filter((value): value is number => value !== null && value > 0).toSorted((a, b) => a - b);
  const cut = Array.from({ length: STEPS }, (_, step) => known[Math.floor((known.length * step) / STEPS)]).filter((value): value is number => value !== undefined);
  return [...new Set(cut)];
}

/** Minhang's fourteen streets and towns, shaded by a measure; each leads to its communities. */
export function HexMap({ label, unit, values }: Shown) {
  const { t, i18n } = useTranslation('overview');
  const cuts = bounds(values);
  const stepOf = (value: number | null | undefined): number => (value ? cuts.filter((cut) => value >= cut).length + (STEPS - cuts.length) : 0);
  const written = (value: number | null | undefined): string => (value === null ? t('hidden') : value === undefined || value === 0 ? t('none') : write(value, unit.code));
  return (
    <figure className="hexmap">
      <svg viewBox={`0 0 ${WIDTH.toFixed(0)} ${HEIGHT.toFixed(0)}`} role="group" aria-label={label}>
        {SUBDISTRICTS.map((one) => {
          const at = HEXAGONS[one.code];
          if (!at) return null;
          const centre = centreOf(at);
          const value = values.get(one.code);
          const name = i18n.language === 'en' ? one.en : one.zh;
          const brief = i18n.language === 'en' ? one.enBrief : one.zhBrief;
          const shown = value ? write(value, unit.code) : value === null ? '<10' : '–';
          return (
            <Link key={one.code} to={`/communities?subdistrict=${one.code}`} className={`hex step${stepOf(value)}`} aria-label={`${brief} ${shown} ${value ? unit.name : written(value)}，${name}`}>
              <polygon points={cornersOf(centre)} />
              <text x={centre.x} y={centre.y - 6} className="hex-name">{brief}</text>
              <text x={centre.x} y={centre.y + 17} className="hex-value">{shown}</text>
            </Link>
          );
        })}
      </svg>
      <figcaption>
        <ul className="hex-legend" aria-label={t('legend')}>
          <li><i className="step0" aria-hidden />{t('none')}</li>
          {cuts.map((cut, index) => <li key={cut}><i className={`step${index + 1 + STEPS - cuts.length}`} aria-hidden />{t('from', { low: write(cut, unit.code) })}</li>)}
        </ul>
        <small>{t('mapHint')}</small>
      </figcaption>
    </figure>
  );
}
