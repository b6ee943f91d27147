// In the scripts of the theme, which load alone, words in the course's language are put in as a site is written.
declare function t(english: string): string;
