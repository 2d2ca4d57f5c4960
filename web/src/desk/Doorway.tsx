/** The page of whoever is not in yet: what this is on one side, the form on the other. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facade } from '../core/Facade';
import { speak } from '../core/i18n';
import './doorway.css';

export function Doorway({ title, heading, children }: { title: string; heading: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="doorway">
      <aside aria-label={t('app.name')}>
        <p className="name">{t('app.name')}<span>{title}</span></p>
        <p className="motto">{t('app.motto')}</p>
        <Facade />
      </aside>
      <main>
        <div className="door">
          <Button type="text" className="lang" onClick={() => void speak(i18n.language === 'en' ? 'zh-CN' : 'en')}>{t('app.language')}</Button>
          <h1>{heading}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
