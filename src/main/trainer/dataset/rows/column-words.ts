import { at } from '../../../../shared/at.ts'

// The words that the columns of published data sets are named by, in the languages that publish them. Latin letters
// stand here without accents, as words are compared without them; a plural's "s" is taken off before they are sought.

/** What a word within a column's name says of it. */
export type Meaning =
  | 'text' // the word for text itself
  | 'texts' // a kind of text: a review, a message
  | 'part' // a short part of one: a title, a summary
  | 'asks' // what somebody says first
  | 'answers' // what is said to that
  | 'label' // the word for label itself
  | 'opinion' // what is felt or thought: a sentiment
  | 'topic' // what it is about: a category
  | 'rating' // a grade given with it: stars
  | 'state' // a status or a type
  | 'flag' // is_spam, has_irony
  | 'markup' // the same with tags, where there is a plain one too
  | 'qualifier' // says nothing by itself: raw, clean
  | 'settled' // what several judges came to: the majority, the truth
  | 'guessed' // what a model says: a prediction
  | 'finer' // the second or finer one of several
  | 'number' // class index, label id: a number for what the other word says
  | 'name' // class name: what the other word says, in words
  | 'about' // who, where, in which language: a label at a pinch
  | 'never' // ids, dates, counts: neither a text nor a label

const words: Readonly<Record<Meaning, string>> = {
  text: `text txt texte texto testo tekst metin textu teks tekstas tekstur teksti szoveg текст κειμενο טקסט
    文本 文字 正文 テキスト 本文 텍스트 본문 نص النص متن पाठ टेक्स्ट ข้อความ van_ban`,
  texts: `review sentence content contents comment message msg body document doc tweet post utterance article statement
    phrase lyric lyrics plot story paragraph passage complaint narrative feedback transcript transcription speech quote
    sms email mail selftext fulltext verbatim essay poem remark notes resume cv corpus news string premise hypothesis
    conversation dialog dialogue chat memo letter log joke recipe tip testimonial sentences reviewbody
    anliegen sachverhalt schilderung freitext langtext begrundung
    kommentar bewertung rezension nachricht inhalt satz beitrag meinung aussage beschwerde artikel aeusserung ausserung
    avis commentaire contenu phrase critique temoignage
    resena comentario mensaje contenido frase oracion opinion critica publicacion cuerpo relato articulo
    avaliacao mensagem conteudo sentenca resenha publicacao depoimento critica noticia
    recensione commento messaggio contenuto frase recensioni opinioni opinione notizia
    recensie reactie bericht inhoud zin beoordeling opmerking
    recenzja komentarz wiadomosc tresc zdanie opinia wypowiedz
    yorum mesaj icerik cumle degerlendirme gorus inceleme haber
    отзыв комментарий сообщение содержание предложение рецензия твит пост обращение жалоба статья новость відгук коментар
    повідомлення recension omdome mening innehall meddelande anmeldelse besked indhold anmeldelser kommentaari arvostelu
    viesti recenze zprava obsah veta recenzie mesaj continut comentariu recenzie velemeny uzenet tartalom ulasan komentar
    isi kalimat pesan binh_luan noi_dung danh_gia cau nhan_xet σχολιο κριτικη
    评论 內容 内容 句子 消息 评价 評論 評價 微博 文章 短信 留言 语句 帖子 新闻 对话 问句
    レビュー 文章 内容 口コミ コメント メッセージ 投稿 感想 発話 ツイート 文
    리뷰 내용 문장 댓글 메시지 후기 발화 코멘트 기사 대화
    تعليق مراجعة رسالة محتوى جملة تغريدة التعليق المراجعة المحتوى التغريدة نظر پیام جمله دیدگاه
    समीक्षा टिप्पणी संदेश सामग्री वाक्य รีวิว ความคิดเห็น ประโยค เนื้อหา תגובה ביקורת הודעה תוכן`,
  part: `title headline subject summary description desc abstract heading overview caption snippet synopsis excerpt
    question query input prompt instruction answer response reply context
    titel uberschrift ueberschrift betreff zusammenfassung beschreibung frage antwort anfrage
    titre resume objet question reponse requete titulo asunto resumen pregunta respuesta descripcion consulta
    assunto resumo descricao pergunta resposta titolo oggetto riassunto descrizione domanda risposta
    onderwerp samenvatting beschrijving vraag antwoord tytul temat opis pytanie odpowiedz baslik konu ozet soru cevap
    aciklama заголовок описание вопрос ответ название запрос
    标题 標題 摘要 描述 问题 题目 回答 タイトル 題名 件名 見出し 要約 説明 質問 回答 제목 요약 설명 질문 답변
    عنوان وصف سؤال शीर्षक विवरण प्रश्न judul deskripsi pertanyaan tieu_de mo_ta cau_hoi`,
  asks: `question query input prompt instruction frage anfrage requete pregunta consulta pergunta domanda vraag pytanie soru
    вопрос запрос 问题 質問 질문 سؤال प्रश्न pertanyaan cau_hoi`,
  answers: `answer response reply antwort reponse respuesta resposta risposta antwoord odpowiedz cevap ответ 回答 답변`,
  label: `label lbl etiquette etikett etiqueta etichetta rotulo etykieta etiket метка тэг тег мітка
    标签 標籤 标注 ラベル 라벨 레이블 وسم التصنيف تصنيف برچسب लेबल nhan ป้ายกำกับ ฉลาก תווית ετικετα merkinta stitek cimke`,
  opinion: `sentiment emotion feeling mood polarity stance toxicity attitude valence sentimento sentimiento emocion emocao
    emozione emozioni polaridad polaridade polarita polaritat polarite humeur gefuhl gefuehl stimmung emotie gevoel duygu nastroj emocja
    sentyment wydzwiek тональность эмоция настроение полярность тональність emosi sentimen cam_xuc
    情感 情绪 情緒 极性 感情 極性 감정 감성 극성 مشاعر المشاعر احساس भावना ความรู้สึก รסנטימנט רגש`,
  topic: `y class category categorie cat intent intention topic target tag genre theme newsgroup specialty diagnosis
    choices classe klasse kategorie thema absicht clase categoria tema genero intencion intencao categoria argomento
    genere classificacao clasificacion classification categorisation onderwerp intentie klasa kategoria sinif
    kategori konu tur etiket класс категория тема рубрика жанр намерение класс категорія клас luokka kategoria trida
    osztaly clasa chu_de the_loai loai
    类别 分类 類別 分類 意图 主题 类型 カテゴリ カテゴリー クラス ジャンル 意図 카테고리 분류 클래스 장르 의도 주제
    فئة الفئة صنف موضوع نية دسته श्रेणी वर्ग विषय หมวดหมู่ ประเภท หมวด קטגוריה סיווג κατηγορια`,
  rating: `rating rate star score overall grade evaluation note notation etoile nota puntuacion calificacion estrella
    valoracion pontuacao estrela classificacao voto punteggio valutazione stelle score cijfer note sterne punkte ocena
    gwiazdka puan yildiz оценка балл рейтинг оцінка skor nilai betyg karakter arvosana hodnoceni nota
    评分 打分 星级 评级 評分 評価 点数 スコア 星 평점 점수 별점 평가 تقييم التقييم درجة امتیاز रेटिंग คะแนน דירוג`,
  state: `status type verdict outcome result decision judgment judgement priority severity urgency section group kind output
    annotation department difficulty quality act
    typ art statut stato estado tipo resultado stan status durum tip статус тип результат
    状态 狀態 种类 結果 种别 種類 種別 状態 상태 유형 종류 結果 الحالة نوع स्थिति प्रकार trang_thai`,
  flag: `is has was are should does spam toxic hate clickbait sarcastic fake ham liked recommend recommended recommendation`,
  markup: `html xml markup`,
  qualifier: `raw clean cleaned full plain free short long original new old processed preprocessed final the of my our user
    customer consumer product main primary coarse data reviewer verified translated lemmatized normalized de en
    airline company app field first top`,
  settled: `gold goldstandard majority majority_vote majorityvote consensus adjudicated adjudication truth groundtruth
    ground_truth`,
  guessed: `predicted prediction pred predict guess yhat vorhersage prediccion previsione`,
  finer: `fine sub secondary second third minor detailed finegrained`,
  number: `index idx id code no num number value`,
  name: `name names nom nome nombre imie isim имя 名前 名称 名稱 이름 اسم`,
  about: `lang language locale country author user username subreddit reviewer speaker artist name source publisher company brand
    region province city state location place sprache langue idioma lingua jezyk dil язык 语言 言語 언어 autor auteur
    autore nutzer utilisateur usuario utente автор 作者 用户 著者 작성자 nombre nom nome imie isim имя 名前 名称 이름
    اسم لغة verified anonymous domain page`,
  never: `id ids uid uuid guid sid pid qid idx index row rownum unnamed no num number nr key hash
    date datetime time timestamp year month day hour created updated published posted added received modified
    datum zeit uhrzeit jahr heure fecha hora ano giorno tijd datum czas tarih saat дата время год
    日期 时间 時間 日付 日時 날짜 시간 일자 تاريخ वक़्त दिनांक तारीख วันที่ tanggal waktu ngay
    url uri link href website permalink filename filepath hostname ip email_address
    count length len size total sum quantity amount price cost age weight height width lat lon lng latitude
    longitude coord zip zipcode postcode phone telephone anzahl nombre_de numero cantidad 数量 数 编号 序号 番号 件数 번호 수
    likes retweets retweet followers following friends votes vote upvotes downvotes ups downs helpful helpfulness helpfulnessnumerator
    helpfulnessdenominator views shares favorites favorite reply_count confidence probability prob percent percentage
    numerator denominator split fold set batch partition version revision position offset start end duration
    timezone asin isbn sku reviewerid token tokens embedding vector tfidf wordcount номер ссылка количество 链接`,
}

const dictionary = new Map<string, Meaning[]>()
for (const [meaning, list] of Object.entries(words) as [Meaning, string][]) {
  for (const word of list.split(/\s+/)) dictionary.set(word, [...(dictionary.get(word) ?? []), meaning])
}
/** In scripts that put no blanks between words, these are sought within them, the longest first. */
const unspaced = [...dictionary.keys()]
  .filter((word) => /\p{scx=Han}|\p{scx=Hira}|\p{scx=Kana}|\p{scx=Hang}|\p{scx=Thai}/u.test(word))
  .sort((a, b) => b.length - a.length)

/** What the words of a name say, in order; a word that is not known says nothing. */
export function meaningsOf(names: readonly string[]): (readonly Meaning[])[] {
  const found: (readonly Meaning[])[] = []
  for (let i = 0; i < names.length; i++) {
    const word = at(names, i)
    const pair = dictionary.get(`${word}_${names[i + 1] ?? ''}`)
    if (pair !== undefined) i++
    found.push(...(pair ? [pair] : (inWord(word) ?? [[]])))
  }
  return found
}

function inWord(word: string): (readonly Meaning[])[] | null {
  const known = simple(word)
  if (known !== null) return [known]
  const parts = unspaced.filter((one) => word.includes(one))
  if (parts.length > 0) {
    const whole = parts.filter((one) => !parts.some((other) => other !== one && other.includes(one)))
    return whole.sort((a, b) => word.lastIndexOf(a) - word.lastIndexOf(b)).map((one) => dictionary.get(one) ?? [])
  }
  return compound(word)
}

/** A word or its plural. */
function simple(word: string): readonly Meaning[] | null {
  const singular =
    word.length > 3 ? (dictionary.get(word.replace(/s$/, '')) ?? dictionary.get(word.replace(/ies$/, 'y'))) : undefined
  return dictionary.get(word) ?? singular ?? null
}

/** Two words written as one, such as reviewtext, and with the s that German puts between them. */
function compound(word: string): (readonly Meaning[])[] | null {
  for (let i = word.length - 2; i >= 2; i--) {
    const first = simple(word.slice(0, i)) ?? dictionary.get(word.slice(0, i).replace(/s$/, ''))
    const second = simple(word.slice(i))
    if (first && second) return [first, second]
  }
  return null
}
