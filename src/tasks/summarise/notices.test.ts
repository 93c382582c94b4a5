import { expect, test } from "vitest";
import { speaksOfRights } from "./notices.ts";

test.each([
  "© 2024 The Skerry Times.",
  "(c) 1998 by the authors.",
  "Copyright 2020, all contributors.",
  "Dieser Text steht unter der Lizenz Creative Commons Namensnennung 4.0.",
  "Les textes sont disponibles sous CC BY-SA.",
  "You may change it under the terms of the GNU Free Documentation License.",
  "The code is under the MIT licence.",
  "All rights reserved.",
  "Alle Rechte vorbehalten.",
  "Tous droits réservés.",
  "Todos los derechos reservados.",
  "Tutti i diritti riservati.",
  "Todos os direitos reservados.",
  "Alle rechten voorbehouden.",
  "Все права защищены.",
  "جميع الحقوق محفوظة.",
  "無断転載を禁じます。",
  "版权所有,未经许可不得转载。",
  "版權所有。",
])("%s speaks of the rights in a text", (sentence) => expect(speaksOfRights(sentence)).toBe(true));

test.each([
  "The council gave the fishermen the right to land there.",
  "He got his driving licence at seventy.",
  "GNU is a herd animal of the savannah.",
])("%s does not", (sentence) => expect(speaksOfRights(sentence)).toBe(false));
