import { expect, test } from 'vitest';
import { deskWords, isHouseName } from './house-names.ts';
import { isReserved } from './slug.ts';

test.each([
  'Mawahib',
  'MAWAHIB',
  'مواهب',
  'مَوَاهِب',
  'مەواهیب',
  'Mawahib Support',
  'Mawahib-Team',
  'mawahib.com',
  'M a w a h i b',
  'The Mawahib team',
  'Équipe Mawahib',
  'Assistance de Mawahib',
  'دعم مواهب',
  'فريق مواهب الرسمي',
  'خدمة العملاء',
  'الإدارة',
  'تیمی مەواهیب',
  'پشتگیری مەواهیب',
  'Admin',
  '𝐀𝐝min',
  'Ａｄｍｉｎ',
  'Аdmin',
  'Adm1n',
  'Administrator',
  'Moderator',
  'Customer support',
])('%s speaks for the house', (name) => expect(isHouseName(name)).toBe(true));

test.each([
  'Mawahib Ahmed',
  'مواهب أحمد',
  'Zainab Kareem',
  'شیلان محەمەد',
  'Studio Mawahib Baghdad',
  'Adam Minh',
  'Dance Team Erbil',
  'Team Zagros',
  'Omar the Official',
  'Support Act Trio',
  'Sami Dam',
  'Care Bears Cairo',
  'De La Soul',
  'فريق بابل',
  'فرقة مواهب بغداد',
  'Ma',
  '1990',
  '',
])('%s is somebody', (name) => expect(isHouseName(name)).toBe(false));

test('what no name may be, no address may be', () => {
  for (const word of deskWords) expect([word, isReserved(word), isHouseName(word)]).toEqual([word, true, true]);
});
