import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { number } from '../../core/format';
import { dialog } from '../../desk/afresh';
import type { SpaceHere } from './SpaceModal';

const EquipmentModal = dialog(() => import('./EquipmentModal'));
export type Thing = SpaceHere['equipment'][number];

/** What can be lent along with a space, and how many there are. */
export function Equipment({ space }: { space: SpaceHere }) {
  const { t } = useTranslation('spaces');
  const may = useMay();
  const [setting, setSetting] = useState<Thing | 'new' | null>(null);
  return (
    <section className="card" aria-label={t('equipment')}>
      <div className="card-head"><h2>{t('equipment')}</h2><span className="grow" />{may('spaces:manage') && <Button size="small" onClick={() => setSetting('new')}>{t('thing.add')}</Button>}</div>
      {space.equipment.length === 0 && <p className="muted" style={{ margin: 0 }}>{t('none')}</p>}
      <ul className="plain-list rows">
        {space.equipment.map((one) => (
          <li key={one.id}>
            <span className="grow">{one.name}</span>
            <span className="num">{t('thing.stockOf', { count: one.stock, replace: { count: number(one.stock) } })}</span>
            {may('spaces:manage') && <Button size="small" type="text" aria-label={t('thing.changeOf', { name: one.name })} onClick={() => setSetting(one)}>{t('thing.change')}</Button>}
          </li>
        ))}
      </ul>
      <EquipmentModal spaceId={space.id} open={setting !== null} thing={setting === 'new' ? null : setting} onClose={() => setSetting(null)} />
    </section>
  );
}
