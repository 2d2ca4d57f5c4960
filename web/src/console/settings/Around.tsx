import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../desk/Page';

const PAGES = { categories: '/issue-settings', rules: '/issue-settings/rules', templates: '/issue-settings/templates' } as const;
type Name = keyof typeof PAGES;

/** One of the three pages about issues, with the ways to the others. */
export function Around({ at, children }: { at: Name; children: ReactNode }) {
  const { t } = useTranslation('settings');
  const others = (Object.keys(PAGES) as Name[]).filter((one) => one !== at);
  return (
    <Page title={t(`issues.tabs.${at}`)} lead={t('issues.lead')} acts={others.map((one) => <Link key={one} to={PAGES[one]}>{t(`issues.tabs.${one}`)}</Link>)}>
      {children}
    </Page>
  );
}
